/** Writes the module of a construct: what is written by hand, and the lists of actions that it names. */
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../paths";
import { actionsFile } from "../actions";
import { alertTable } from "../alert-table";
import { constructModule } from ".";

const SOURCES = join(REPO_ROOT, "terraform");

/** @param folder made anew */
export function assembleConstruct(name: string, folder: string): void {
  const module = constructModule(name);
  if (module === undefined) throw new Error(`no module of a construct is called '${name}'`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(join(SOURCES, name)))
    copyFileSync(join(SOURCES, name, file), join(folder, file));
  for (const partial of module.partials) addPartial(partial, folder);
  if (module.partials.includes("alerts")) writeFileSync(join(folder, "alert-table.tf"), alertTable());
  const text = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const actions = actionsFile(text.join("\n"));
  if (actions !== undefined) writeFileSync(join(folder, "actions.tf"), actions);
}

/** All variables of a module stand in one file, where Terraform's users look for them. */
function addPartial(partial: string, folder: string): void {
  const file = join(SOURCES, "common", `${partial}.tf`);
  if (partial.endsWith("variables")) appendFileSync(join(folder, "variables.tf"), readFileSync(file, "utf8"));
  else copyFileSync(file, join(folder, `${partial}.tf`));
}
