import { startForTests } from "./test-emulator";

export = startForTests;
