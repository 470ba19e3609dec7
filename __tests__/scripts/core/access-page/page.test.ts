/** The page in a real browser: nothing of it runs, it reads well in both themes and at two widths, and its filters and cells work without a script. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { findTool, requireTools } from "../../../../tools/fetched/system-packages";
import { describeIf } from "../../../helpers/describe-if";
import { sealstack } from "../../../helpers/processes/cli";
import { accessStack } from "../../../helpers/stacks/access-stack";
import { useTempDir } from "../../../helpers/temp-dir";

const EVIL = "<script>document.title='ran'</script><img src=x onerror=alert(1)>'&";
const dir = useTempDir();

/** The page of a stack whose reader is called like an attack. */
async function pageOf(edit = (text: string) => text): Promise<string> {
  const [stack, out] = [join(dir(), "stack.json"), join(dir(), "page.html")];
  writeFileSync(
    stack,
    accessStack((text) => edit(text.replaceAll('"name":"reader"', `"name":${JSON.stringify(EVIL)}`))),
  );
  const { status, stderr } = await sealstack(["access", stack, "--format", "html", "--out", out, "--force"], {
    env: {},
  });
  expect([status, stderr]).toEqual([0, ""]);
  return out;
}

/** As many roles as a large platform has, which may do the same two things by turns. */
const crowd = (text: string): string => {
  const stack = JSON.parse(text);
  for (let at = 0; at < 40; at++) {
    const of = at % 2 === 0 ? "writer" : "keeper";
    stack.resource.aws_iam_role[`r${at}`] = { ...stack.resource.aws_iam_role[of], name: `team-${at}` };
    stack.resource.aws_iam_role_policy[`r${at}`] = {
      ...stack.resource.aws_iam_role_policy[of],
      role: `team-${at}`,
    };
  }
  return JSON.stringify(stack);
};

describe("the page", () => {
  it("holds no script, no address and no name that is more than a name", async () => {
    const text = readFileSync(await pageOf(), "utf8");
    expect(text).not.toMatch(/<script|<img|javascript:|<link|@import|url\(/i);
    expect(text.match(/https?:\/\/[^\s"<]+/g)).toBeNull();
    expect(text).toContain("default-src 'none'");
    expect(text).toContain("&lt;script&gt;document.title=");
  });

  it("stays readable and small with 40 roles", async () => {
    const out = await pageOf(crowd);
    expect(statSync(out).size).toBeLessThan(1_000_000);
    // Those who may do the same are one node.
    expect(readFileSync(out, "utf8").match(/class="node stack"/g)?.length).toBeLessThan(8);
  });
});

const { available, missing } = requireTools("chromium");
describeIf(available, missing, "the page in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findTool("chromium") ?? "", args: ["--no-sandbox"] });
  }, 60_000);
  afterAll(() => browser.close());

  /** Without the page's own policy where a test has to bring a script. */
  async function open(
    path: string,
    options: object,
  ): Promise<{ page: Page; said: string[]; asked: string[] }> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const [said, asked]: [string[], string[]] = [[], []];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("dialog", (dialog) => said.push(dialog.message()));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    return { page, said, asked };
  }

  it("runs nothing, asks for nothing, and is as wide as the screen", async () => {
    const path = await pageOf();
    for (const width of [390, 1400]) {
      const { page, said, asked } = await open(path, { viewport: { width, height: 900 } });
      expect(await page.title()).toBe("Who can do what: stack");
      expect([said, asked.length]).toEqual([[], 1]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      await page.context().close();
    }
  }, 60_000);

  it("keeps names of capitals inside of their boxes", async () => {
    const path = await pageOf((text) => text.replaceAll('"alias/vault"', '"alias/K8SKMSWWMKEY"'));
    const { page } = await open(path, {});
    expect(await page.locator("g.node", { hasText: "K8SKMSWWMKEY" }).count()).toBeGreaterThan(0);
    const room = await page.evaluate(
      `[...document.querySelectorAll("g.node")].map((node) => { const [box, text] = ["rect", "text:last-of-type"].map((each) => node.querySelector(each).getBoundingClientRect()); return box.right - text.right; })`,
    );
    expect(Math.min(...(room as number[]))).toBeGreaterThan(2);
    await page.context().close();
  }, 60_000);

  it("gives axe nothing to find, in both themes, a cell opened", async () => {
    const path = await pageOf();
    const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    for (const colorScheme of ["light", "dark"]) {
      const { page } = await open(path, {
        bypassCSP: true,
        colorScheme,
        viewport: { width: 1200, height: 900 },
      });
      await page.locator("td.conditional a").first().click();
      await page.evaluate(axe);
      const found = (await page.evaluate("axe.run()")) as {
        violations: { id: string; nodes: { html: string }[] }[];
      };
      expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it("opens a cell and closes it, and filters, by the keyboard alone", async () => {
    const { page } = await open(await pageOf(), {});
    const cell = page.locator("td.conditional a").first();
    await cell.focus();
    await page.keyboard.press("Enter");
    const detail = page.locator(".detail:target");
    expect(await detail.textContent()).toMatch(
      /allowed where conditions hold(?:.|\n)*Way 1: a request with(?:.|\n)*holds(?:.|\n)*What would have to change/,
    );
    await detail.locator(".close").focus();
    await page.keyboard.press("Enter");
    expect(await detail.isVisible()).toBe(false);
    const rows = page.locator("#s0m tbody tr:visible");
    const all = await rows.count();
    await page.locator("#s0all").focus();
    await page.keyboard.press("Space");
    expect(await rows.count()).toBeGreaterThan(all);
    await page.locator("#s0who").selectOption({ label: "writer" });
    expect(new Set(await rows.locator("th").allInnerTexts())).toEqual(new Set(["writer"]));
  }, 60_000);
});
