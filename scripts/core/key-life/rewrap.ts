/** New keys around the data keys of backups, in sidecars: kilobytes instead of gigabytes, and no byte of a backup changes. */
import { OperatorError } from "../../errors";
import { recordKey } from "../records/record-key";
import { formatSidecar } from "../records/sidecar";
import { type Choice, type UsableWay, underAnother, usableWays } from "./choose";
import { type Failure, forEachBackup } from "./each-backup";
import { bestFirst, isInOneRegion, moveDataKey, prove } from "./move-data-key";
import type { DataKeyMover } from "./ports";
import { isOther, type SortedBackups, type SortSurroundings, sortBackups } from "./sort-backups";
import { type SurveyedBackup, survey } from "./survey";
import { isUnder } from "./target-keys";
import { type BackupKeys, keysOf, type Way } from "./ways";

/** Backups that are worked on at a time. KMS allows thousands of such calls a second, and S3 more. */
const AT_ONCE = 8;

/** Seconds that a new sidecar may be dated ahead, where one of that second is there already. */
const MAX_SECONDS_AHEAD = 5;

export interface RewrapRequest extends Choice {
  /** ARNs of the keys that may open a data key. A header is nobody's word: keys that only it names are never asked. */
  readonly sources: readonly string[];
  /** ARNs of the keys that data keys are put under. */
  readonly targets: readonly [string, ...string[]];
  /** Decrypt every new data key, and every one that is there already, and compare it with what the message commits to. */
  readonly prove: boolean;
}

export interface RewrapPlan extends SortedBackups<Todo> {
  readonly calls: KmsCallCounts;
}

/** Calls of KMS by its own names, if none has to be repeated. */
export interface KmsCallCounts {
  readonly ReEncrypt: number;
  readonly Decrypt: number;
  readonly Encrypt: number;
}

interface Todo {
  readonly backup: SurveyedBackup;
  readonly keys: BackupKeys;
  readonly ways: readonly UsableWay[];
}

export interface RewrapSurroundings extends SortSurroundings {
  readonly kms: DataKeyMover;
  readonly now: () => Date;
}

/** Reads headers and sidecars; asks KMS for nothing, unless it is to prove what is there. */
export async function planRewrap(request: RewrapRequest, deps: RewrapSurroundings): Promise<RewrapPlan> {
  const sorted = await sortBackups(request, deps, async (backup, keys, problems) => {
    if (isOther(keys, request)) return "other";
    if (await isDone(keys, request, deps, problems)) return "already";
    return { backup, keys, ways: waysOf(keys, request) };
  });
  return { ...sorted, calls: countCalls(sorted.todo, request) };
}

/** @throws OperatorError `key` when none of the keys that were given opens it. */
function waysOf({ ways }: BackupKeys, { sources }: RewrapRequest): readonly UsableWay[] {
  const found = usableWays(ways, sources);
  if (found.length > 0) return found;
  throw underAnother(ways.map(({ keyArn }) => keyArn));
}

async function isDone(
  keys: BackupKeys,
  { targets, prove: proving }: RewrapRequest,
  { kms }: Pick<RewrapSurroundings, "kms">,
  problems: string[],
): Promise<boolean> {
  for (const target of targets) {
    const under = keys.ways
      .filter(({ keyArn }) => isUnder(keyArn, target))
      .map((way) => ({ ...way, keyArn: target }));
    if (!(await anyProven(keys, under, proving ? kms : undefined, problems))) return false;
  }
  return true;
}

/** @param kms asked to prove them; without it they are believed. */
async function anyProven(
  keys: BackupKeys,
  ways: readonly Way[],
  kms: DataKeyMover | undefined,
  problems: string[],
): Promise<boolean> {
  for (const way of ways) {
    if (kms === undefined) return true;
    try {
      await prove(keys, way, kms);
      return true;
    } catch (error) {
      // Where it cannot be asked, nothing was proven wrong: that is a failure of this backup.
      if (!(error instanceof OperatorError) || error.exit !== "notAuthentic") throw error;
      problems.push(`${way.sidecar ?? "the header"} is not used: ${error.summary}`);
    }
  }
  return false;
}

function countCalls(todo: readonly Todo[], { targets, prove: proving }: RewrapRequest): KmsCallCounts {
  const counts = { ReEncrypt: 0, Decrypt: 0, Encrypt: 0 };
  for (const { ways } of todo)
    for (const target of targets) {
      const [best] = bestFirst(ways, target);
      if (best !== undefined && isInOneRegion(best, target)) counts.ReEncrypt += 1;
      else {
        counts.Decrypt += 1;
        counts.Encrypt += 1;
      }
      if (proving) counts.Decrypt += 1;
    }
  return counts;
}

export interface Rewrapped {
  /** Ids, and the keys of their new sidecars. */
  readonly done: readonly { readonly id: string; readonly sidecar: string; readonly bytes: number }[];
  /** Of those, whom another run was faster with. */
  readonly already: readonly string[];
  readonly failures: readonly Failure[];
}

/** Does what was planned. It can be ended at any time: each sidecar is whole or not there, and the next run goes on. */
export async function rewrap(
  { todo }: Pick<RewrapPlan, "todo">,
  request: RewrapRequest,
  deps: RewrapSurroundings,
): Promise<Rewrapped> {
  const { signal, onDone } = deps;
  const made = new Map<string, { readonly sidecar: string; readonly bytes: number }>();
  const already = new Set<string>();
  const work = todo.map((each) => ({ ...each, id: each.backup.id }));
  const options = { atOnce: AT_ONCE, signal, onDone: (done: number) => onDone?.(done, todo.length) };
  const failures = await forEachBackup(work, options, async (each) => {
    const result = await rewrapOne(each, request, deps);
    if (result === undefined) already.add(each.id);
    else made.set(each.id, result);
  });
  return {
    done: work.flatMap(({ id }) => {
      const found = made.get(id);
      return found === undefined ? [] : [{ id, ...found }];
    }),
    already: [...already],
    failures,
  };
}

/** @returns `undefined` when another run has done it meanwhile. */
async function rewrapOne(
  { backup, keys, ways }: Todo,
  request: RewrapRequest,
  deps: RewrapSurroundings,
): Promise<{ readonly sidecar: string; readonly bytes: number } | undefined> {
  const { store, kms, signal, now } = deps;
  const dataKeys: { readonly keyArn: string; readonly blob: Buffer }[] = [];
  for (const keyArn of request.targets) {
    const wrapped = { keyArn, blob: await moveDataKey(keys, ways, keyArn, kms) };
    if (request.prove) await prove(keys, wrapped, kms);
    dataKeys.push(wrapped);
  }
  for (let ahead = 0; ; ahead += 1) {
    const createdAt = new Date((Math.floor(now().getTime() / 1000) + ahead) * 1000);
    const sidecar = recordKey("keys", backup.id, createdAt);
    const bytes = formatSidecar({ id: backup.id, createdAt, message: keys.identity, dataKeys });
    try {
      await store.putNew(sidecar, bytes, { contentType: "application/json", signal });
      return { sidecar, bytes: bytes.length };
    } catch (error) {
      if (!(error instanceof OperatorError) || error.exit !== "conflict" || ahead === MAX_SECONDS_AHEAD)
        throw error;
      if (await isCovered(backup, request, deps)) return undefined;
    }
  }
}

/** Looks again: another run may have been here. */
async function isCovered(
  { id, prefix }: SurveyedBackup,
  request: RewrapRequest,
  deps: RewrapSurroundings,
): Promise<boolean> {
  const fresh = (await survey(deps.store, [prefix], deps.signal)).find((each) => each.id === id);
  return fresh !== undefined && isDone(await keysOf(deps.store, fresh, deps.signal), request, deps, []);
}
