/** The parts of `examples/*.ts` that documents show, between `// #region <Name>` and `// #endregion`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../paths";

export const EXAMPLES_FOLDER = join(REPO_ROOT, "examples");

/** Examples by the name of their region, as users write them. */
export function readExamples(): ReadonlyMap<string, string> {
  const examples = new Map<string, string>();
  for (const name of readdirSync(EXAMPLES_FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .sort()) {
    const text = readFileSync(join(EXAMPLES_FOLDER, name), "utf8");
    for (const [, region = "", body = ""] of text.matchAll(
      /^ *\/\/ #region (\w+)\n([\s\S]*?)^ *\/\/ #endregion$/gm,
    )) {
      if (examples.has(region))
        throw new Error(`example '${region}' stands twice, the second time in '${name}'`);
      examples.set(region, dedent(body));
    }
  }
  return examples;
}

function dedent(text: string): string {
  const lines = text.trimEnd().split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join("\n");
}
