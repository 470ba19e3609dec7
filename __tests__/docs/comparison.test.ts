/** Every "yes" of the comparison is shown by a test, and every other answer says why. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const DOCUMENT = join(__dirname, "..", "..", "docs", "comparison.md");
const LINK = /^\[yes\]\((\S+) "(.+)"\)$/;

interface Row {
  readonly feature: string;
  readonly answer: string;
}

/** The rows of every table whose last column is ours. */
function rows(): readonly Row[] {
  const lines = readFileSync(DOCUMENT, "utf8").split("\n");
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim());
  const ours = lines.flatMap((line, index) => (/\| sealstack \|$/.test(line) ? [index + 2] : []));
  return ours.flatMap((start) => {
    const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
    return lines
      .slice(start, end)
      .map((line) => ({ feature: cells(line)[0] ?? "", answer: cells(line).at(-1) ?? "" }));
  });
}

/** Whether a file has a test of this name, as it stands in the code. */
function hasTest(path: string, name: string): boolean {
  if (!existsSync(path)) return false;
  const names = [...readFileSync(path, "utf8").matchAll(/\(\s*"((?:[^"\\]|\\.)*)",\s*(?:async\s*)?\(/g)].map(
    ([, found]) => found,
  );
  return names.includes(name);
}

describe("docs/comparison.md", () => {
  it("has rows", () => {
    expect(rows().length).toBeGreaterThan(50);
    expect(new Set(rows().map(({ feature }) => feature)).size).toBe(rows().length);
  });

  it("links each yes to a test that exists", () => {
    const missing = rows().filter(({ answer }) => {
      const [, path = "", name = ""] = LINK.exec(answer) ?? [];
      return answer.startsWith("[") && !hasTest(join(dirname(DOCUMENT), path), name);
    });
    expect(missing).toEqual([]);
  });

  it("says why where the answer is not yes", () => {
    const others = rows().filter(({ answer }) => !answer.startsWith("["));
    expect(others.filter(({ answer }) => !/^(no|in part): \S.{10,}/.test(answer))).toEqual([]);
  });

  it("would notice a test that was renamed", () => {
    expect(hasTest(__filename, "has rows")).toBe(true);
    expect(hasTest(__filename, "has columns")).toBe(false);
    expect(hasTest(`${__filename}x`, "has rows")).toBe(false);
  });
});
