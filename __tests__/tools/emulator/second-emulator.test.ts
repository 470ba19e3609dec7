import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { chosenEmulator, EMULATORS } from "../../../tools/emulator/chosen";
import { EMULATOR_PAGE, withTable } from "../../../tools/emulator/docs";
import { MINISTACK_CANNOT } from "../../../tools/emulator/ministack-cannot";
import { REPO_ROOT } from "../../../tools/paths";

const execute = promisify(execFile);

/** What shows most of AWS's behaviour in little time; among them are tests that are to fail. */
const SHORT_SET = [
  "__tests__/tools/emulator/self-check.emulator.test.ts",
  "__tests__/tools/emulator/unsupported.emulator.test.ts",
  "__tests__/scripts/core/store/s3-store.emulator.test.ts",
  "__tests__/integration/encrypt-decrypt.test.ts",
  "__tests__/integration/presets/signing.test.ts",
];

describe("the choice of an emulator", () => {
  it("is SEALSTACK_EMULATOR's", () => {
    for (const name of EMULATORS) expect(chosenEmulator({ SEALSTACK_EMULATOR: name })).toBe(name);
    expect(chosenEmulator({})).toBeUndefined();
    expect(chosenEmulator({ SEALSTACK_EMULATOR: "" })).toBeUndefined();
  });

  it.each(["moto", "LocalStack", "localstack ", "constructor"])("fails for '%s'", (name) => {
    expect(() => chosenEmulator({ SEALSTACK_EMULATOR: name })).toThrow(
      `SEALSTACK_EMULATOR must be one of localstack, ministack, got '${name}'`,
    );
  });
});

describe("pins of the emulators", () => {
  it("are each in one place", () => {
    const folders = ["tools", "docker", ".ci", "scripts", "__tests__", "bench"];
    const files = folders.flatMap((folder) =>
      readdirSync(join(REPO_ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    const pin = /localstack\/localstack:\d|\b(localstack-core|ministack)(\[\w+\])?==\d/;
    const pinning = [...files, join(REPO_ROOT, "package.json")].filter((file) =>
      pin.test(readFileSync(file, "latin1")),
    );
    expect(pinning.map((file) => file.slice(REPO_ROOT.length + 1)).sort()).toEqual([
      "tools/emulator/ministack-requirements.txt",
      "tools/emulator/requirements.txt",
    ]);
  });

  it("are what docs/emulator.md says", () => {
    const page = readFileSync(EMULATOR_PAGE, "utf8");
    for (const [file, name] of [
      ["requirements.txt", "localstack-core"],
      ["ministack-requirements.txt", "ministack"],
    ] as const) {
      const pins = readFileSync(join(REPO_ROOT, "tools/emulator", file), "utf8")
        .trim()
        .split("\n");
      expect(pins.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
      const version = pins.find((line) => line.startsWith(`${name}==`))?.split("==")[1];
      expect(page).toContain(`| ${version} (`);
    }
  });
});

describe("the second emulator", () => {
  it("has every test that it cannot pass in the table of docs/emulator.md (npm run docs:emulator)", () => {
    const page = readFileSync(EMULATOR_PAGE, "utf8");
    expect(page).toBe(withTable(page));
    const files = MINISTACK_CANNOT.map(({ file }) => file);
    expect(files.filter((file) => !existsSync(join(REPO_ROOT, file)))).toEqual([]);
    const names = MINISTACK_CANNOT.map(({ file, test }) => `${file} ${test}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it("passes a short set of the tests of the first, apart from those in its list", async () => {
    const env = { ...process.env, SEALSTACK_EMULATOR: "ministack" };
    const jest = join(REPO_ROOT, "node_modules", "jest", "bin", "jest.js");
    const args = [jest, ...SHORT_SET, "--selectProjects", "emulator"];
    const { stdout, stderr } = await execute(process.execPath, args, { cwd: REPO_ROOT, env });
    expect(stderr).toMatch(/Test Suites: 5 passed, 5 total/);
    expect(stdout).toMatch(/^\d{2,} passed, 0 failed, 0 skipped$/m);
  }, 240_000);
});
