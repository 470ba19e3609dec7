/** Which of the backups that were chosen have work to be done; what `rewrap` and `reencrypt` plan alike. */
import type { ObjectStore } from "../ports";
import { type Choice, choose, usableWays } from "./choose";
import { type Failure, forEachBackup } from "./each-backup";
import type { SurveyedBackup } from "./survey";
import { type BackupKeys, keysOf } from "./ways";

/** Backups, in their order; the oldest first. */
export interface SortedBackups<T> {
  readonly todo: readonly T[];
  /** With nothing left to do. */
  readonly already: readonly SurveyedBackup[];
  /** Not under the keys that were asked for. */
  readonly others: number;
  readonly withPassphrase: number;
  readonly failures: readonly Failure[];
  /** What is wrong with sidecars; each a clause. */
  readonly problems: readonly string[];
}

export interface SortSurroundings {
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
  /** Hears of how many of how many backups are done. */
  readonly onDone?: (done: number, of: number) => void;
}

/** Headers and sidecars that are read at a time. KMS, which may be asked as well, allows thousands of calls a second, and S3 more. */
const HEADERS_AT_ONCE = 8;

/**
 * Reads headers and sidecars of what was chosen.
 * @param judge what is to be done with one; what it throws is a failure of that one. A problem may be added to those of its sidecars.
 */
export async function sortBackups<T>(
  request: Choice,
  { store, signal, onDone }: SortSurroundings,
  judge: (backup: SurveyedBackup, keys: BackupKeys, problems: string[]) => Promise<T | "already" | "other">,
): Promise<SortedBackups<T>> {
  const { backups, withPassphrase, missing } = await choose(store, request, signal);
  const judged = new Map<SurveyedBackup, T | "already" | "other">();
  const problems: string[] = [];
  const options = {
    atOnce: HEADERS_AT_ONCE,
    signal,
    onDone: (done: number) => onDone?.(done, backups.length),
  };
  const failures = await forEachBackup(backups, options, async (backup) => {
    const keys = await keysOf(store, backup, signal);
    problems.push(...keys.problems);
    judged.set(backup, await judge(backup, keys, problems));
  });
  const inOrder = backups.flatMap((backup) => {
    const found = judged.get(backup);
    return found === undefined ? [] : [{ backup, found }];
  });
  return {
    todo: inOrder.flatMap(({ found }) => (found === "already" || found === "other" ? [] : [found])),
    already: inOrder.flatMap(({ backup, found }) => (found === "already" ? [backup] : [])),
    others: inOrder.filter(({ found }) => found === "other").length,
    withPassphrase,
    failures: [...missing, ...failures],
    problems: problems.sort(),
  };
}

/** Whether it is under none of the keys whose backups are meant. */
export const isOther = ({ ways }: Pick<BackupKeys, "ways">, { fromKeys }: Choice): boolean =>
  fromKeys.length > 0 && usableWays(ways, fromKeys).length === 0;
