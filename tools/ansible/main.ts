/** `npm run collection [-- FOLDER]`: builds the Ansible collection into FOLDER, `dist` by default. */
import { mkdirSync } from "node:fs";
import { EXIT } from "../../scripts/errors";
import { program } from "../program";
import { say } from "../say";
import { installAnsible } from "./ansible";
import { buildCollection } from "./collection";

async function main([folder = "dist", ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || folder.startsWith("-")) {
    say("collection: takes one folder");
    return EXIT.usage.status;
  }
  mkdirSync(folder, { recursive: true });
  const ansible = await installAnsible((line) => say(`collection: ${line}`));
  say(`wrote ${await buildCollection(ansible, folder)}`, process.stdout);
  return 0;
}

void program(() => main(process.argv.slice(2)));
