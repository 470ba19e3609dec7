/** Files of changes, the version that they make, and the changelog that they become. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastReleased, releasedChangelog } from "../../../tools/release/changelog";
import { parseChange, readChanges } from "../../../tools/release/changes";
import { askedVersion, nextVersion } from "../../../tools/release/version";
import { useTempDir } from "../../helpers/temp-dir";

const ROOT = join(__dirname, "../../..");

describe("files of changes", () => {
  const dir = useTempDir();

  it("are read with kind, mark and text, whatever their line breaks", () => {
    expect(parseChange("a-b.md", "- Change (breaking): `Key.arn` is\n  `keyArn`.\n")).toEqual({
      file: "a-b.md",
      kind: "Change",
      mark: "breaking",
      text: "`Key.arn` is `keyArn`.",
    });
  });

  it.each([
    ["x.md", "", /got ""; it starts with one of 'Enhancement: ', 'Bugfix: ', 'Change: '/],
    ["x.md", "Feature: new.", /got "Feature: new\."; it starts with one of/],
    ["x.md", "bugfix: was wrong.", /it starts with one of/],
    ["x.md", "Bugfix:", /has no text/],
    ["x.md", "Bugfix: was wrong", /does not end with a full stop/],
    ["x.md", "Bugfix: one.\n\nBugfix: two.", /several paragraphs; allowed is one/],
    ["x.md", "Change (major): `x`.", /mark 'major' is none of '\(breaking\)', '\(compatible\)'/],
    ["x.md", "Change (breaking): something.", /names no export/],
    ["X y.txt", "Bugfix: was wrong.", /kebab-case/],
    ["x.md", `Bugfix: ${"long ".repeat(300)}.`, /at most 1000/],
  ])("fails on %s with %j", (file, content, message) => {
    expect(() => parseChange(file, content)).toThrow(message);
  });

  it("are all good in this tree; what is wrong elsewhere is named at once", () => {
    readChanges();
    const folder = join(dir(), "changes");
    mkdirSync(join(folder, "deep"), { recursive: true });
    writeFileSync(join(folder, "README.md"), "not one");
    writeFileSync(join(folder, "b.md"), "nothing");
    writeFileSync(join(folder, "a.md"), "Bugfix: fine.");
    expect(() => readChanges(folder)).toThrow(/changes\/b\.md: [\s\S]*changes\/deep: is no file/);
  });
});

describe("version of a release", () => {
  const bugfix = { kind: "Bugfix" } as const;
  const enhancement = { kind: "Enhancement" } as const;
  const breaking = { kind: "Change", mark: "breaking" } as const;
  it.each([
    ["0.1.0", [bugfix], "0.1.1"],
    ["0.1.9", [enhancement], "0.1.10"],
    ["0.1.3", [bugfix, breaking], "0.2.0"],
    ["1.2.3", [bugfix], "1.2.4"],
    ["1.2.3", [bugfix, enhancement], "1.3.0"],
    ["1.2.3", [enhancement, breaking], "2.0.0"],
  ])("%s with %j is %s", (current, changes, next) => {
    expect(nextVersion(current, changes)).toBe(next);
  });

  it("may be asked for, but not below what the changes make it", () => {
    expect(askedVersion("1.0.0", "0.3.1", "0.4.0")).toBe("1.0.0");
    expect(() => askedVersion("0.3.9", "0.3.1", "0.4.0")).toThrow("version '0.3.9' is too low");
    expect(() => askedVersion("1.0", "0.3.1", "0.4.0")).toThrow("'1.0' is no version of three numbers");
    expect(() => nextVersion("1.0.0-rc.1", [])).toThrow("is no version");
  });
});

describe("changelog of a release", () => {
  const changes = [
    parseChange("a.md", "Bugfix: was wrong."),
    parseChange("b.md", "Enhancement: is new."),
    parseChange("c.md", `Change (breaking): \`x\` ${"is another one ".repeat(12).trim()}.`),
  ];

  it("has what breaks first, then what is new, each within the width, and keeps the older ones", () => {
    const before = "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-01-01)\n\n- Bugfix: old.\n";
    const after = releasedChangelog(before, changes, "0.2.0", "2026-02-03");
    expect(after.split("\n").every((line) => line.length <= 150)).toBe(true);
    expect(after.replaceAll(/\n {2}/g, " ")).toBe(
      `# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-02-03)\n\n- Change (breaking): ${changes[2]?.text}\n- Enhancement: is new.\n- Bugfix: was wrong.\n\n## 0.1.0 (2026-01-01)\n\n- Bugfix: old.\n`,
    );
    expect(lastReleased(after)).toBe("0.2.0");
  });

  it("takes what stands under Unreleased along, in this tree, too", () => {
    const before = readFileSync(join(ROOT, "CHANGELOG.md"), "utf8");
    const after = releasedChangelog(before, changes, "9.9.9", "2026-02-03");
    expect(after).toContain("## Unreleased\n\n## 9.9.9 (2026-02-03)\n\n");
    const count = (text: string) => text.match(/^- /gm)?.length ?? 0;
    expect(count(after)).toBe(count(before) + changes.length);
    expect(() => releasedChangelog("# Changelog\n", changes, "1.0.0", "2026-02-03")).toThrow(
      "no heading '## Unreleased'",
    );
  });
});
