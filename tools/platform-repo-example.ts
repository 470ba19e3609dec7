/** `npm run docs:platform-repo`: writes examples/platform-repo, which is what `sealstack init` writes. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOf } from "../scripts/core/platform-repo/files-of";
import { REPO_ROOT } from "./paths";

export const EXAMPLE_FOLDER = join(REPO_ROOT, "examples/platform-repo");

/** The files of the example by path. */
export function exampleFiles(): ReadonlyMap<string, string> {
  return filesOf({
    presets: ["etcd-ca-backup"],
    accounts: { staging: "111122223333", production: "444455556666" },
    region: "eu-central-1",
    repository: "acme/platform",
  });
}

function main(): void {
  rmSync(EXAMPLE_FOLDER, { recursive: true, force: true });
  for (const [path, text] of exampleFiles()) {
    const file = join(EXAMPLE_FOLDER, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

if (require.main === module) main();
