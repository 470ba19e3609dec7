/** `npm run docs:modules`: writes docs/modules/*.md and docs/api.md from the sources. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { REPO_ROOT } from "../paths";
import { apiList } from "./api-list";
import { readApi } from "./entry-points";
import { readExamples } from "./examples";
import { libraryPage } from "./library-page";
import { modulePage } from "./module-page";

/** Every generated document by its path from the root. */
export function moduleDocs(): ReadonlyMap<string, string> {
  const api = readApi();
  const examples = readExamples();
  const pages = api.entryPoints.flatMap((entryPoint) => {
    const name = /^sealstack\/modules\/(iam|kms|s3|dynamodb|audit|deployer)$/.exec(entryPoint.specifier)?.[1];
    return name === undefined
      ? []
      : [[`docs/modules/${name}.md`, modulePage(api, entryPoint, examples)] as const];
  });
  return new Map([...pages, ["docs/api.md", apiList(api)], ["docs/library.md", libraryPage()]]);
}

function main(): void {
  for (const [path, text] of moduleDocs()) {
    const file = join(REPO_ROOT, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

if (require.main === module) main();
