/** `npm run docs:speed`: the blocks between `<!-- speed:NAME -->` and `<!-- /speed -->` of docs/how-fast.md, and its picture, from bench/results. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filledBlocks } from "../doc-blocks";
import { REPO_ROOT } from "../paths";
import { picture } from "./picture";
import { results } from "./results";
import { rows } from "./rows";
import { memoryBlock, peersBlock } from "./tables";

const PAGE = "docs/how-fast.md";
const PICTURE = "bench/results/against-peers.svg";

/** What is written from the results, by its path from the root. @throws Error where results are missing or not what a bench writes */
export function speedFiles(): ReadonlyMap<string, string> {
  const all = results();
  const page = filledBlocks("speed", PAGE, readFileSync(join(REPO_ROOT, PAGE), "utf8"), (name) => {
    if (name === "peers") return peersBlock(all);
    if (name === "memory") return memoryBlock(all);
    throw new Error(`speed:${name} is none of peers, memory`);
  });
  return new Map([
    [PAGE, page],
    [PICTURE, picture(rows(all))],
  ]);
}

if (require.main === module)
  for (const [path, text] of speedFiles()) writeFileSync(join(REPO_ROOT, path), text);
