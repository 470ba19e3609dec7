/** `npm run docs:cost`: fills the blocks between `<!-- cost:NAME -->` and `<!-- /cost -->` in README and docs from the price table. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { filledBlocks } from "../doc-blocks";
import { REPO_ROOT } from "../paths";
import { fleetBlock } from "./fleet";
import { presetBlock } from "./preset-block";
import { runbookBlock } from "./runbook";
import { pricesBlock, readmeBlock, usageBlock } from "./tables";
import { PAGE_USAGE } from "./usage";
import { vaultBlock } from "./vault";

const COST_PAGE = "docs/cost.md";
const GOLDEN = "__tests__/golden";

/** Blocks that are about no single preset. */
const BLOCKS: Readonly<Record<string, () => readonly string[]>> = {
  prices: pricesBlock,
  usage: usageBlock,
  runbook: runbookBlock,
  "fleet-operations": fleetBlock,
  "vault-or-places": () => vaultBlock(golden("vault-account"), golden("s3-replication-destination")),
  readme: () => readmeBlock(golden("etcd-ca-backup")),
};

/** Every page that may have blocks, as it should be, by its path from the root. */
export function costPages(): ReadonlyMap<string, string> {
  const presets = readdirSync(join(REPO_ROOT, "docs/presets")).map((name) => `docs/presets/${name}`);
  const pages = ["README.md", COST_PAGE, "docs/fleet.md", "docs/kms-plugin.md", ...presets].sort();
  return new Map(pages.map((page) => [page, filled(page, readFileSync(join(REPO_ROOT, page), "utf8"))]));
}

/** @throws Error for a block that is of no preset, and for one without an end. */
export const filled = (page: string, text: string): string =>
  filledBlocks("cost", page, text, (name) => BLOCKS[name]?.() ?? ofPreset(page, name));

/** One part for each golden file of a preset: two halves are two stacks. */
function ofPreset(page: string, name: string): readonly string[] {
  const link = relative(dirname(page), `${COST_PAGE}#what-is-assumed`);
  const stacks = goldenNames(name);
  return stacks.flatMap((stack, at) => [
    ...(stacks.length > 1 ? [...(at === 0 ? [] : [""]), `\`${stack}\``, ""] : []),
    ...presetBlock(stack, golden(stack), PAGE_USAGE[stack] ?? PAGE_USAGE[name] ?? {}, link),
  ]);
}

/** The golden files of a preset: `name.json`, or `name-half.json`. */
function goldenNames(name: string): readonly string[] {
  const all = readdirSync(join(REPO_ROOT, GOLDEN)).map((file) => file.replace(/\.json$/, ""));
  const own = all.includes(name) ? [name] : all.filter((each) => each.startsWith(`${name}-`)).sort();
  if (own.length > 0) return own;
  throw new Error(
    `cost:${name} is of no preset with a golden file, and of none of ${Object.keys(BLOCKS).join(", ")}`,
  );
}

const golden = (stack: string): string => readFileSync(join(REPO_ROOT, GOLDEN, `${stack}.json`), "utf8");

if (require.main === module)
  for (const [page, text] of costPages()) writeFileSync(join(REPO_ROOT, page), text);
