import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { TESTED } from "../../../tools/executable/node-binary";
import { chosen, newestOther } from "../../../tools/node-versions/chosen";
import { counted } from "../../../tools/node-versions/counted";
import { PART, WHOLE } from "../../../tools/node-versions/runs";
import { REPO_ROOT } from "../../../tools/paths";

describe("the versions of Node.js to test with", () => {
  const majors = (releases: readonly { readonly version: string }[]) =>
    releases.map(({ version }) => version.replace(/\..*/, ""));

  it("are chosen by their major numbers", () => {
    const [one = "", , last = ""] = majors(TESTED);
    expect(majors(chosen(`${last},${one}`))).toEqual([last, one]);
    expect(chosen("all")).toEqual(TESTED);
  });

  it.each(["", "18", "24.21.0", "24,", "v24", "all,24"])("fails at '%s', naming those there are", (words) => {
    expect(() => chosen(words)).toThrow(
      expect.objectContaining({ exit: "usage", summary: expect.stringContaining(majors(TESTED).join(", ")) }),
    );
  });

  it("are the newest other one where npm test runs", () => {
    const here = process.versions.node.replace(/\..*/, "");
    const there = majors(TESTED).filter((major) => major !== here);
    expect(majors([newestOther()])).toEqual([String(Math.max(...there.map(Number)))]);
  });
});

describe("the part that npm test runs on it", () => {
  const files = readdirSync(join(REPO_ROOT, "__tests__"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => `__tests__/${path}`);
  const matching = (patterns: readonly string[]) =>
    files.filter((path) => patterns.some((pattern) => new RegExp(pattern).test(path)));

  it("is a part of the whole, with no name in it that is nobody's", () => {
    const names = PART.flatMap((pattern) => pattern.match(/[a-z]+(-[a-z]+)*(?=[|)\\])/g) ?? []);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names)
      expect([name, matching(PART).some((path) => path.includes(`/${name}`))]).toEqual([name, true]);
    expect(matching(WHOLE)).toEqual(expect.arrayContaining(matching(PART)));
  });

  it("leaves to the whole what the tool does with the emulator", () => {
    const withEmulator = [
      "__tests__/integration/encrypt-decrypt.test.ts",
      "__tests__/integration/fleet.test.ts",
    ];
    expect(matching(WHOLE)).toEqual(expect.arrayContaining(withEmulator));
    expect(matching(WHOLE).filter((path) => /integration\/(deployer|presets|installed)/.test(path))).toEqual(
      [],
    );
    expect(matching(PART).filter((path) => path.includes("integration/"))).toEqual([]);
  });
});

describe("runs that count together", () => {
  const report = (passed: number, failed: number, skipped: number): string => {
    const results = {
      testResults: [],
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: skipped,
      numRuntimeErrorTestSuites: 0,
      numTodoTests: 0,
    };
    const code = `new (require("./tools/jest/count-reporter.js"))().onRunComplete({}, ${JSON.stringify(results)})`;
    return execFileSync(process.execPath, ["-e", code], {
      cwd: REPO_ROOT,
      encoding: "utf8",
      env: process.env,
    }).trim();
  };

  it("end with the sum of all of them", async () => {
    const said = await counted(async () => [report(3, 0, 1), report(5, 1, 0)]);
    expect(said).toEqual(["3 passed, 0 failed, 1 skipped", "8 passed, 1 failed, 1 skipped"]);
    expect(report(5, 1, 0)).toBe("5 passed, 1 failed, 0 skipped");
  });
});
