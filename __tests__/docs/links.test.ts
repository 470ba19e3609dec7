/** Links between the repository's pages: the file is there, and so is the heading. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOT = join(__dirname, "../..");
/** What is gathered into CHANGELOG.md, so that its links start there. */
const FRAGMENT = /^changes\//;
const PAGES = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\0")
  .filter((page) => page !== "" && existsSync(join(ROOT, page)));

/** The lines of a page that are not in a fenced block. */
function prose(page: string): readonly string[] {
  let fence = "";
  return readFileSync(join(ROOT, page), "utf8")
    .split("\n")
    .filter((line) => {
      const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
      if (mark === "" || (fence !== "" && !mark.startsWith(fence))) return fence === "";
      fence = fence === "" ? mark : "";
      return false;
    });
}

/** The anchors that GitHub gives headings: lower case, no punctuation, hyphens for spaces, a number from the second time on. */
function anchorsOf(page: string): ReadonlySet<string> {
  const times = new Map<string, number>();
  const headings = prose(page).flatMap((line) => {
    const [, text] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (text === undefined) return [];
    const slug = text
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, "")
      .replaceAll(" ", "-");
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    return [before === 0 ? slug : `${slug}-${before}`];
  });
  const named = prose(page).flatMap((line) =>
    [...line.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, name = ""]) => name),
  );
  return new Set([...headings, ...named]);
}

/** Links of a page that lead nowhere. */
function brokenIn(page: string): readonly string[] {
  return prose(page)
    .flatMap((line) => [...line.replace(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g)])
    .map(([, link = ""]) => link)
    .filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = "", anchor = ""] = link.split("#");
      const from = FRAGMENT.test(page) ? "." : dirname(page);
      const target = path === "" ? page : normalize(join(from, decodeURI(path)));
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== "" && target.endsWith(".md") && !anchorsOf(target).has(anchor);
    });
}

describe("links between pages", () => {
  it("are looked for in more than README", () => {
    expect(PAGES).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/cli.md"]));
  });

  it.each(PAGES)("lead somewhere from %s", (page) => {
    expect(brokenIn(page)).toEqual([]);
  });

  it("would be missed where no heading has that name", () => {
    expect(anchorsOf("README.md").has("presets")).toBe(true);
    expect(anchorsOf("README.md").has("no-such-heading")).toBe(false);
  });
});
