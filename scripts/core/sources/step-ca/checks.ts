import { OperatorError } from "../../../errors";
import { reasonOf } from "../../../system-codes";
import type { SourceCheck } from "../../archive/info";
import type { Archived } from "../archived";
import { checkCertificates } from "./check-certificates";
import { checkSshKeys } from "./check-keys";
import { parseStepCaConfig, type StepCaConfig } from "./config";
import { checkDatabase } from "./database";
import { readNeeded } from "./needed";
import { Places } from "./places";
import { type Reference, referencesOf } from "./references";

/** Where the configuration is. */
const CONFIG_PATH = "config/ca.json";

export interface CheckOptions {
  /** Of the intermediate key; that of the configuration when absent. */
  readonly password?: Buffer | undefined;
  readonly now: Date;
}

/**
 * Looks at everything that a restored CA needs, in the bytes that will be archived.
 *
 * @throws {@link OperatorError} `source` when something is missing or does not match; all that is missing is named at once.
 */
export async function checkStepPath(
  stepPath: string,
  archived: Archived,
  { password, now }: CheckOptions,
): Promise<SourceCheck[]> {
  const config = await readConfig(stepPath, archived);
  const references = referencesOf(config);
  const places = new Places(stepPath, archived, references);
  const found = await readNeeded(stepPath, references, archived, places);
  const pass = password ?? (config.password === undefined ? undefined : Buffer.from(config.password));
  return [
    { name: "configuration", result: "passed", detail: wherePathsLead(places) },
    ...checkCertificates(config, found, pass, now),
    ...checkSshKeys(config, found, pass),
    ...checkUseful(references, archived, places),
    checkRootKey(archived),
    ...checkDatabase(config.db, archived, places),
  ];
}

function wherePathsLead({ former }: Places): string {
  const all = "every file that it needs is in the backup";
  return former === undefined ? all : `${all}; its paths lead to ${former}: restore it there`;
}

async function readConfig(stepPath: string, archived: Archived): Promise<StepCaConfig> {
  const file = `${stepPath.replace(/\/+$/, "")}/${CONFIG_PATH}`;
  const member = archived.find(CONFIG_PATH);
  if (member?.type === "file") return parseStepCaConfig(await archived.read(member), file);
  throw new OperatorError("source", `cannot read ${file}: ${reasonOf({ code: "ENOENT" })}`, {
    hint: "name the STEPPATH of the CA: the directory that holds config, certs and secrets",
  });
}

/** What belongs to the host: named where it is not in the backup. */
function checkUseful(references: readonly Reference[], archived: Archived, places: Places): SourceCheck[] {
  return references
    .filter(({ needed }) => !needed)
    .map(({ what, path }): SourceCheck => {
      const place = places.inside(path);
      return place !== undefined && archived.has(place)
        ? { name: what, result: "passed", detail: "in the backup" }
        : {
            name: what,
            result: "warning",
            detail: `${path} is not in the backup: keep a copy of it elsewhere`,
          };
    });
}

/** Many keep the key of the root elsewhere, on purpose; whoever does not should know that it is missing. */
function checkRootKey(archived: Archived): SourceCheck {
  const name = "root key";
  if (archived.has("secrets/root_ca_key")) return { name, result: "passed", detail: "in the backup" };
  return {
    name,
    result: "not checked",
    detail: "secrets/root_ca_key is not there: keep a copy of it elsewhere",
  };
}
