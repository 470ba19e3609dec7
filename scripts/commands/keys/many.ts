/** What `rewrap` and `reencrypt` have in common: which backups, from which keys to which, and how it went. */
import { OUTPUT } from "../../../modules/backup-contract";
import type { Choice } from "../../core/key-life/choose";
import type { Failure } from "../../core/key-life/each-backup";
import type { KeyStates } from "../../core/key-life/ports";
import type { SortedBackups } from "../../core/key-life/sort-backups";
import { targetKeys } from "../../core/key-life/target-keys";
import { OperatorError } from "../../errors";
import { notGiven, type Settings } from "../../settings/config";
import { shellWord } from "../../shell-word";
import type { Fact } from "../format";
import type { CommandIo } from "../io";
import { place } from "../next-command";

export interface ManyOptions {
  readonly settings: Settings;
  /** Ids of backups; none are all below the prefixes. */
  readonly backups: readonly string[];
  /** Days that a backup has to be old. */
  readonly olderThanDays: number | undefined;
  /** Keys whose backups are meant: ARNs, ids or aliases. */
  readonly fromKeys: readonly string[];
  /** @default - the alias of the stack */
  readonly toKeys: readonly string[];
  /** Do it; without it, only the plan is shown. */
  readonly yes: boolean;
}

export interface ManyRequest extends Choice {
  readonly sources: readonly string[];
  readonly targets: readonly [string, ...string[]];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** @throws OperatorError `usage` or `key`, before anything is read. */
export async function requestOf(options: ManyOptions, kms: KeyStates, now: Date): Promise<ManyRequest> {
  const { settings, backups: ids, olderThanDays } = options;
  if (settings.passphraseFile !== undefined || settings.passphrasePrompt)
    throw new OperatorError("usage", "backups under a passphrase have no KMS key to be put under another", {
      hint: "leave out the passphrase, and unset SEALSTACK_PASSPHRASE_FILE",
    });
  if (ids.length > 0 && olderThanDays !== undefined)
    throw new OperatorError("usage", "ids and --older-than exclude each other", { hint: "give one of them" });
  const ofStack = settings.outputs[OUTPUT.alias];
  const to = options.toKeys.length > 0 ? options.toKeys : typeof ofStack === "string" ? [ofStack] : [];
  if (to.length === 0)
    throw notGiven("key to encrypt under", settings, "give --to-key ARN (or an alias), or --outputs FILE");
  const fromKeys = await arnsOf(options.fromKeys, kms);
  const sources = [...new Set([...fromKeys, ...(await arnsOf(settings.openKeys, kms))])];
  if (sources.length === 0)
    throw notGiven("key that opens the backups", settings, "give --from-key ARN, or --outputs FILE");
  return {
    ids,
    prefixes: settings.searchPrefixes,
    before: olderThanDays === undefined ? undefined : new Date(now.getTime() - olderThanDays * DAY_MS),
    fromKeys,
    sources,
    targets: await targetKeys(to, kms),
  };
}

const arnsOf = (keys: readonly string[], kms: KeyStates): Promise<string[]> =>
  Promise.all(keys.map((key) => kms.arnOf(key)));

/** What was passed over, and what failed. */
export interface Rest {
  readonly already: number;
  readonly others: number;
  readonly withPassphrase: number;
  readonly failures: readonly Failure[];
}

export function restFacts({ already, others, withPassphrase, failures }: Rest): Fact[] {
  const skipped = [
    ...(already === 0 ? [] : [`${already} under it already`]),
    ...(others === 0 ? [] : [`${others} not under --from-key`]),
    ...(withPassphrase === 0 ? [] : [`${withPassphrase} under a passphrase`]),
  ];
  return [
    ...(skipped.length === 0 ? [] : [["skipped", skipped] as const]),
    ...(failures.length === 0 ? [] : [["failed", `${failures.length}; each is named above`] as const]),
  ];
}

/** A line for each, in the order of the backups. */
export function tellFailures(failures: readonly Failure[], { output }: Pick<CommandIo, "output">): void {
  for (const { id, error } of failures)
    output.warn(`${id} failed: ${error.summary}${error.hint === undefined ? "" : `; ${error.hint}`}`);
}

/** What both say in JSON. */
export const manyData = <T>(
  plan: SortedBackups<T> & { readonly calls: object },
  request: ManyRequest,
  {
    yes,
    store,
    failures,
  }: { readonly yes: boolean; readonly store: string; readonly failures: readonly Failure[] },
) => ({
  status: yes ? "done" : "planned",
  store,
  toKeys: request.targets,
  fromKeys: request.sources,
  kmsCalls: plan.calls,
  notUnderFromKey: plan.others,
  withPassphrase: plan.withPassphrase,
  failed: failures.map(({ id, error }) => ({
    id,
    exit: error.exit,
    message: error.message,
    hint: error.hint ?? null,
  })),
  problems: plan.problems,
});

/** A command of ours for the same bucket. */
export const sameBucket = (settings: Settings, verb: string, ...more: readonly string[]): string =>
  ["sealstack", ...verb.split(" "), ...place(settings), ...more].map(shellWord).join(" ");

export const PLANNED = "nothing was changed: add --yes to do it";

export const countOf = (count: number): string => `${count} ${count === 1 ? "backup" : "backups"}`;
