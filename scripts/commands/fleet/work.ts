/** Options that `fleet plan` and `fleet run` have in common. */
import type { FleetOperation } from "../../../modules/backup-contract";
import { OUTPUT } from "../../../modules/backup-contract";
import { formatArguments, type OperationSettings, parseArguments } from "../../core/fleet/operations";
import { targetKeys } from "../../core/key-life/target-keys";
import { OperatorError } from "../../errors";
import { notGiven, type Settings } from "../../settings/config";
import type { CommandIo } from "../io";

export interface WorkOptions {
  readonly settings: Settings;
  readonly operation: FleetOperation;
  /** Keys whose backups are meant: ARNs, ids or aliases. */
  readonly fromKeys: readonly string[];
  /** @default - the alias of the stack */
  readonly toKeys: readonly string[];
  readonly prove: boolean;
}

/** Looks keys up, so that a job names them by their ARNs. @throws OperatorError `usage` or `key` */
export async function workOf(
  { settings, operation, fromKeys, toKeys, prove }: WorkOptions,
  { services, signal }: Pick<CommandIo, "services" | "signal">,
): Promise<OperationSettings> {
  const makesKeys = operation === "rewrap" || operation === "reencrypt" || operation === "rekey-outer";
  const misplaced = [
    ...(prove && operation !== "rewrap" ? ["--prove"] : []),
    ...(toKeys.length > 0 && !makesKeys ? ["--to-key"] : []),
    ...(fromKeys.length > 0 && operation === "rekey-outer" ? ["--from-key"] : []),
  ];
  if (misplaced.length > 0)
    throw new OperatorError("usage", `${misplaced.join(" and ")} does not go with ${operation}`, {
      hint: "leave it out",
    });
  if (operation === "fixity") return parseArguments({ operation }); // asks no key
  const kms = await services.keyLife(settings, signal);
  const arns = async (keys: readonly string[]): Promise<string[]> => [
    ...new Set(await Promise.all(keys.map((key) => kms.arnOf(key)))),
  ];
  const ofStack = settings.outputs[OUTPUT.alias];
  const given = toKeys.length > 0 ? toKeys : typeof ofStack === "string" ? [ofStack] : [];
  if (makesKeys && given.length === 0)
    throw notGiven("key to encrypt under", settings, "give --to-key ARN (or an alias), or --outputs FILE");
  const targets = makesKeys ? await targetKeys(given, kms) : [];
  if (operation === "rekey-outer") {
    if (targets.length > 1)
      throw new OperatorError("usage", `an object has one key at S3, got ${targets.length}`, {
        hint: "give --to-key once",
      });
    return parseArguments(formatArguments({ operation, keys: [], fromKeys: [], toKeys: targets, prove }));
  }
  const [keys, from] = [await arns(settings.openKeys), await arns(fromKeys)];
  if (keys.length + from.length === 0)
    throw notGiven("key that opens the backups", settings, "give --key ARN, or --outputs FILE");
  return parseArguments(formatArguments({ operation, keys, fromKeys: from, toKeys: targets, prove }));
}
