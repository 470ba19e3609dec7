import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { costPages, filled } from "../../tools/cost-docs/main";
import { RUNBOOK_USAGE, runbookFigures } from "../../tools/cost-docs/runbook";
import { PAGE_USAGE } from "../../tools/cost-docs/usage";

const ROOT = join(__dirname, "../..");
const read = (page: string): string => readFileSync(join(ROOT, page), "utf8");

describe("figures in README and docs", () => {
  const pages = costPages();

  it.each([...pages.keys()])("of %s are those of the price table (else run `npm run docs:cost`)", (page) => {
    expect(read(page)).toBe(pages.get(page));
  });

  it("stand on the page of every preset", () => {
    const presets = readdirSync(join(ROOT, "docs/presets")).map((name) => name.replace(/\.md$/, ""));
    expect(presets.length).toBeGreaterThan(2);
    const without = presets.filter(
      (name) => !read(`docs/presets/${name}.md`).includes(`<!-- cost:${name} -->`),
    );
    expect(without).toEqual([]);
  });

  it("fail where a block is of nothing, or has no end", () => {
    expect(() => filled("docs/x.md", "<!-- cost:nothing -->\n<!-- /cost -->\n")).toThrow(
      "cost:nothing is of no preset with a golden file, and of none of prices, usage, runbook, fleet-operations, vault-or-places, readme",
    );
    expect(() => filled("docs/x.md", "<!-- cost:usage -->\n")).toThrow("docs/x.md: a cost block has no end");
    expect(filled("docs/x.md", "nothing to fill\n")).toBe("nothing to fill\n");
  });

  it("leave the same page when they are filled twice", () => {
    const [page, text] = [...pages].find(([name]) => name === "docs/cost.md") ?? ["", ""];
    expect(filled(page, text)).toBe(text);
  });

  it("are of usage that a profile takes", () => {
    expect(Object.keys(PAGE_USAGE).length).toBeGreaterThan(0); // costPages() threw otherwise
  });
});

describe("the runbook's example", () => {
  const figures = runbookFigures();

  it("is about 1.03 dollars: one key, a GiB, a few requests", () => {
    expect(figures.countedUsd.toFixed(2)).toBe("1.03");
    const what = figures.counted.map((item) => [item.what, item.quantity]);
    expect(Object.fromEntries(what)).toMatchObject({
      key: 1,
      "backups, current versions": expect.closeTo(1, 2),
      "requests that write backups": expect.closeTo(Number(RUNBOOK_USAGE.backupsPerDay) * (730 / 24) * 2, 6),
    });
  });

  it("forgot rotated and noncurrent versions, a bucket key, a second region, and the trail", () => {
    expect(figures.twiceRotatedUsd).toBe(2);
    // 30 days of 30 more
    expect(figures.all.totalUsd - figures.countedUsd).toBeCloseTo(0.023, 3);
    expect(figures.all.bucketKeys[0]?.usdWithout).toBeGreaterThan(figures.all.bucketKeys[0]?.usdWith ?? 1);
    expect(figures.replicaUsd).toBeGreaterThan(1);
    expect(figures.auditUsd).toBeGreaterThan(1);
    expect(figures.secondTrailUsd).toBeCloseTo(1, 6);
  });
});
