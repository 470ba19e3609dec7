/** The rows of what keys that backups need go through. */
import { InvalidArgumentError, Option } from "commander";
import { OperatorError } from "../../errors";
import type { CommandSpec } from "../command-spec";
import { collect, OPTION } from "../options";

const WHICH = {
  name: "[backups...]",
  description: "ids as `list` shows them (default: all below the prefixes)",
};

/** Which backups, from which keys to which. */
const MANY_OPTIONS = (): readonly Option[] => [
  new Option(
    "--to-key <arn|alias>",
    "KMS key to encrypt under; may be repeated (default: alias of the stack)",
  ).argParser(collect),
  new Option(
    "--from-key <arn|alias>",
    "only backups that this key opens, by their headers or sidecars; may be repeated",
  ).argParser(collect),
  new Option(
    "--key <arn|alias>",
    "key that may open backups, besides --from-key; may be repeated (default: keys of the stack; env SEALSTACK_KEY, comma-separated)",
  ).argParser(collect),
  OPTION.bucket(),
  OPTION.prefix(),
  new Option("--older-than <days>", "only backups of more than so many days ago").argParser(days),
  new Option("--dry-run", "show the plan, as without --yes"),
  new Option("--yes", "do it"),
];

export const KEY_LIFE_COMMANDS: readonly CommandSpec[] = [
  {
    name: "keys status",
    summary:
      "show which KMS keys the backups of a bucket need, and whether they can be had: before a key is disabled or deleted",
    options: [
      OPTION.bucket(),
      OPTION.prefix(),
      OPTION.key(),
      new Option(
        "--without <arn|alias>",
        "as if this key were gone: what would not open any more; may be repeated",
      ).argParser(collect),
      new Option("--warn-days <days>", "imported material that expires within so many days counts as going")
        .argParser(days)
        .default(30),
    ],
    example: "keys status --outputs cdktf.outputs.json",
    prepare: async ({ without = [], warnDays }) => {
      const { run } = await import("../../commands/keys/status");
      return (settings, io) => run({ settings, without, warnDays }, io);
    },
  },
  {
    name: "rewrap",
    summary:
      "put new KMS keys around the data keys of backups, in sidecars: no backup changes; without --yes, show the plan",
    arguments: [WHICH],
    options: [
      ...MANY_OPTIONS(),
      new Option(
        "--prove",
        "decrypt every data key under its new key and compare it with what the message commits to; takes kms:Decrypt there",
      ),
    ],
    example: "rewrap --outputs cdktf.outputs.json --yes",
    prepare: async (flags, backups) => {
      const { prove = false } = flags;
      const { run } = await import("../../commands/keys/rewrap");
      return (settings, io) => run({ settings, ...many(flags, backups), prove }, io);
    },
  },
  {
    name: "reencrypt",
    summary:
      "encrypt backups again under new data keys and KMS keys, as new versions of their objects; without --yes, show the plan",
    arguments: [WHICH],
    options: MANY_OPTIONS(),
    example: "reencrypt --outputs cdktf.outputs.json --older-than 365 --yes",
    prepare: async (flags, backups) => {
      const { run } = await import("../../commands/keys/reencrypt");
      return (settings, io) => run({ settings, ...many(flags, backups) }, io);
    },
  },
];

interface ManyFlags {
  readonly fromKey?: readonly string[];
  readonly toKey?: readonly string[];
  readonly olderThan?: number;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

function many(flags: ManyFlags, backups: readonly string[]) {
  const { fromKey: fromKeys = [], toKey: toKeys = [], olderThan: olderThanDays, yes = false, dryRun } = flags;
  if (yes && dryRun === true)
    throw new OperatorError("usage", "--yes and --dry-run exclude each other", { hint: "give one of them" });
  return { backups, fromKeys, toKeys, olderThanDays, yes };
}

function days(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of days.");
}
