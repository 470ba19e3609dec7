/** docs/game-day.md: every bad day says what was proven, and has a test that follows it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../tools/paths";
import { section, TITLES } from "../helpers/game-day/game-day";

const FOLDER = join(REPO_ROOT, "__tests__/integration/game-day");
const followed = readdirSync(FOLDER)
  .map((name) => readFileSync(join(FOLDER, name), "utf8"))
  .join("\n");

describe.each(TITLES)("game day: %s", (title) => {
  it("ends with a sentence on what was proven", () => {
    expect(section(title).match(/^\*\*Proven:\*\* .+\.$/gm)).toHaveLength(1);
  });

  it("is followed by a test", () => {
    const [, own] = /\]\(\.\.\/(__tests__\/[^)]+)\)/.exec(section(title)) ?? [];
    if (own === undefined) expect(followed).toContain(`"${title}"`);
    else expect(readFileSync(join(REPO_ROOT, own), "utf8")).toContain("describe(");
  });
});
