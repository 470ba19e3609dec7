/** `npm run collection [-- FOLDER]`: builds the Ansible collection into FOLDER, `dist` by default. */
import { mkdirSync } from "node:fs";
import { EXIT, exitStatus, OperatorError } from "../../scripts/errors";
import { say } from "../say";
import { installAnsible } from "./ansible";
import { buildCollection } from "./collection";

async function main([folder = "dist", ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || folder.startsWith("-")) {
    say("collection: takes one folder");
    return EXIT.usage.status;
  }
  try {
    mkdirSync(folder, { recursive: true });
    const ansible = await installAnsible((line) => say(`collection: ${line}`));
    say(`wrote ${await buildCollection(ansible, folder)}`, process.stdout);
    return 0;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    say(`collection: error: ${[error.summary, ...error.details].join("\n  ")}`);
    return exitStatus(error);
  }
}

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
