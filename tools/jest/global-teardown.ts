import { stopAfterTests } from "./test-emulator";

export = stopAfterTests;
