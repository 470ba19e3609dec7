/** The tables of presets in README and docs/presets.md: every preset is in them and in the picture, and what a row names is there. */
import { existsSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { PRESET_SCHEMAS } from "../../presets/schemas";
import { DEMOS } from "../../tools/demo/demos";

const ROOT = join(__dirname, "../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const REPLACES = readFileSync(join(ROOT, "docs/presets.md"), "utf8");
const PRESETS: readonly string[] = PRESET_SCHEMAS.map(({ shape }) => shape.preset.value);

/** What nobody uses without its other half, whose demo shows both. */
const HALVES: readonly string[] = ["s3-replication-destination", "vault-source"];

/** The cells of the table with this heading. */
function table(page: string, heading: string): readonly (readonly string[])[] {
  const lines = page.split("\n");
  const start = lines.indexOf(heading) + 2;
  if (start === 1) throw new Error(`there is no table ${heading}`);
  const end = lines.findIndex((line, at) => at >= start && !line.startsWith("|"));
  return lines.slice(start, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

const REPLACED = table(REPLACES, "| system | preset | page | used by |");
const presetOf = (cell = ""): string => /^`([a-z0-9-]+)`$/.exec(cell)?.[1] ?? `no preset: ${cell}`;
const linksIn = (cell = ""): readonly string[] =>
  [...cell.matchAll(/\]\(([^)#]+)/g)].map(([, path = ""]) => path);

describe("README's presets", () => {
  it("are all there, in the table of what they are for, and with a page", () => {
    const rows = table(README, "| preset | for | page |");
    expect(rows.map(([name]) => presetOf(name)).toSorted()).toEqual(PRESETS.toSorted());
    for (const [, use, page] of rows) {
      expect(use).toMatch(/\w+ \w+/);
      expect(linksIn(page).length).toBeGreaterThan(0);
    }
  });

  it("replace a system each", () => {
    expect(new Set(REPLACED.map(([, name]) => presetOf(name)))).toEqual(new Set(PRESETS));
  });

  it.each(REPLACED.map(([system = "", ...cells]) => [system, cells] as const))(
    "have a page and a test for: %s",
    (_, [preset, page, used]) => {
      expect(PRESETS).toContain(presetOf(preset));
      const [pages, tests] = [page, used].map((cell) =>
        linksIn(cell).map((path) => normalize(join("docs", path))),
      ) as [string[], string[]];
      expect(pages.length).toBeGreaterThan(0);
      expect(tests.length).toBeGreaterThan(0);
      for (const path of [...pages, ...tests])
        expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
      for (const path of pages) expect(path).toMatch(/^docs\/.+\.md$/);
      for (const path of tests) expect(path).toMatch(/^__tests__\/integration\/.+\.test\.ts$/);
    },
  );

  it("can be shown by `npm start -- --preset NAME`, but for those that are half of another one", () => {
    expect(README).toContain("`npm start -- --preset NAME`");
    expect(Object.keys(DEMOS).toSorted()).toEqual(
      PRESETS.filter((name) => !HALVES.includes(name)).toSorted(),
    );
  });

  it("are all in the picture of which one to take, and nothing else is", () => {
    const [, picture = ""] = /^Which one:\n\n```mermaid\n([\s\S]*?)```$/m.exec(README) ?? [];
    const boxes = [...picture.matchAll(/\b[a-z]+\[([a-z0-9-]+)\]/g)].map(([, name = ""]) => name);
    expect(boxes.toSorted()).toEqual(PRESETS.toSorted());
  });
});
