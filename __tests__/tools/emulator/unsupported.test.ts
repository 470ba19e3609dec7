import { existsSync } from "node:fs";
import { join } from "node:path";
import { UNSUPPORTED } from "../../../tools/emulator/unsupported";

const ROOT = join(__dirname, "../../..");

describe("what the emulator cannot show", () => {
  it("is listed once, each with tests that are there", () => {
    const names = UNSUPPORTED.map(({ what }) => what);
    expect(new Set(names).size).toBe(names.length);
    const files = UNSUPPORTED.flatMap(({ assertedIn }) => assertedIn.match(/__tests__\/[\w/.-]+\.ts/g) ?? []);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
