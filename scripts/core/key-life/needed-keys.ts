/** Which KMS keys the backups of a bucket need, and whether they can be had: to be asked before a key is disabled or deleted. */
import type { OperatorError } from "../../errors";
import { readManifest } from "../backup/manifest";
import { refuseManyKeys } from "../crypto/kms/judge-header";
import { manifestKey } from "../object-key";
import type { ObjectStore } from "../ports";
import { isKeyArn } from "../records/sidecar";
import { type Failure, forEachBackup } from "./each-backup";
import { groupOf, type JudgedKey, judgeKey, opens } from "./key-groups";
import type { KeyStates } from "./ports";
import { type SurveyedBackup, survey } from "./survey";
import { keysOf } from "./ways";

/** Headers that are read at a time. */
const HEADERS_AT_ONCE = 16;

export interface NeededKeysRequest {
  readonly prefixes: readonly string[];
  /** ARNs of keys that the user has: replicas of a key that cannot be used are looked for among them. */
  readonly known: readonly string[];
  /** ARNs of keys that are taken for gone. */
  readonly without: readonly string[];
  /** Days before which expiring material counts as going. */
  readonly warnDays: number;
  readonly now: Date;
}

/** A backup, as far as it matters which one it is. */
export type NamedBackup = Pick<SurveyedBackup, "id" | "bytes" | "createdAt">;

export interface NeededKey {
  readonly key: JudgedKey;
  /** It cannot be used, or soon not any more, whatever needs it. */
  readonly going: boolean;
  /** What opens with it, the oldest first. */
  readonly opens: readonly NamedBackup[];
  /** What opens with no other key that can be used now, the oldest first. */
  readonly only: readonly NamedBackup[];
  /** How many of those that open with it do so by a sidecar alone. */
  readonly bySidecar: number;
}

export interface NeededKeys {
  readonly backups: number;
  readonly bytes: number;
  /** Sealed with a passphrase: no key of KMS opens them. */
  readonly withPassphrase: number;
  /** Those that matter most go first. */
  readonly keys: readonly NeededKey[];
  /** What opens with no key at all, as things are. */
  readonly closed: readonly NamedBackup[];
  /** Whose header could not be read. */
  readonly unread: readonly Failure[];
  /** How many of those that were not read are counted by their manifests, which nothing protects. */
  readonly byManifest: number;
  /** What is wrong with sidecars. */
  readonly problems: readonly string[];
}

/** @param onDone hears of how many of how many headers were read. */
export async function neededKeys(
  request: NeededKeysRequest,
  store: Pick<ObjectStore, "get" | "list" | "ranges">,
  kms: Pick<KeyStates, "state">,
  { signal, onDone }: { readonly signal: AbortSignal; readonly onDone?: (done: number, of: number) => void },
): Promise<NeededKeys> {
  const all = await survey(store, request.prefixes, signal);
  const sealed = all.filter(({ format }) => format === "aws-encryption-sdk-v2");
  const openers = new Map<SurveyedBackup, readonly Opener[]>();
  const problems: string[] = [];
  let byManifest = 0;
  const options = {
    atOnce: HEADERS_AT_ONCE,
    signal,
    onDone: (done: number) => onDone?.(done, sealed.length),
  };
  const unread = await forEachBackup(sealed, options, async (backup) => {
    try {
      const { ways, problems: found } = await keysOf(store, backup, signal);
      problems.push(...found);
      openers.set(backup, openersOf(ways));
    } catch (error) {
      const hinted = await hint(store, backup, signal);
      if (hinted.length > 0) byManifest += 1;
      openers.set(backup, hinted);
      throw error;
    }
  });
  const judged = await judge([...openers.values()], request, kms);
  const backups = all.flatMap((backup) => {
    const found = openers.get(backup);
    return found === undefined ? [] : [{ backup, openers: found }];
  });
  return {
    backups: all.length,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    withPassphrase: all.length - sealed.length,
    keys: [...judged.values()].map((key) => needOf(key, backups, judged, request)).sort(worstFirst),
    closed: backups
      .filter(({ openers: those }) => those.length > 0 && !those.some(({ arn }) => isOpen(judged, arn)))
      .map(({ backup }) => backup),
    unread,
    byManifest,
    problems: problems.sort(),
  };
}

/** A key that opens a backup. */
interface Opener {
  readonly arn: string;
  readonly bySidecar: boolean;
}

function openersOf(
  ways: readonly { readonly keyArn: string; readonly sidecar: string | undefined }[],
): Opener[] {
  const found = new Map<string, Opener>();
  for (const { keyArn: arn, sidecar } of ways)
    if (!found.has(arn)) found.set(arn, { arn, bySidecar: sidecar !== undefined });
  return [...found.values()];
}

/** What the manifest says, for a backup that cannot be read now, such as one in an archive. It never fails. */
async function hint(
  store: Pick<ObjectStore, "get">,
  { id }: SurveyedBackup,
  signal: AbortSignal,
): Promise<Opener[]> {
  const read = await readManifest(store, manifestKey(id), signal).catch((error: OperatorError) => {
    signal.throwIfAborted();
    return { problem: error.message };
  });
  if ("problem" in read || read.manifest.id !== id) return [];
  try {
    refuseManyKeys(read.manifest.keyArns.length);
  } catch {
    return [];
  }
  return read.manifest.keyArns.filter(isKeyArn).map((arn) => ({ arn, bySidecar: false }));
}

/** Each key once, whatever names it. */
async function judge(
  openers: readonly (readonly Opener[])[],
  request: NeededKeysRequest,
  kms: Pick<KeyStates, "state">,
): Promise<ReadonlyMap<string, JudgedKey>> {
  const asked = new Map<string, ReturnType<KeyStates["state"]>>();
  const once: Pick<KeyStates, "state"> = {
    state: (arn) => {
      const found = asked.get(arn) ?? kms.state(arn);
      asked.set(arn, found);
      return found;
    },
  };
  const judged = new Map<string, JudgedKey>();
  for (const arn of new Set(openers.flat().map((each) => each.arn)))
    judged.set(arn, await judgeKey(arn, request, once));
  return judged;
}

const isOpen = (judged: ReadonlyMap<string, JudgedKey>, arn: string): boolean => {
  const key = judged.get(arn);
  return key !== undefined && opens(key);
};

function needOf(
  key: JudgedKey,
  backups: readonly { readonly backup: NamedBackup; readonly openers: readonly Opener[] }[],
  judged: ReadonlyMap<string, JudgedKey>,
  { warnDays, now }: NeededKeysRequest,
): NeededKey {
  const group = groupOf(key.arn);
  const opened = backups.filter(({ openers }) => openers.some(({ arn }) => arn === key.arn));
  const only = opened.filter(
    ({ openers }) => !openers.some(({ arn }) => groupOf(arn) !== group && isOpen(judged, arn)),
  );
  const ends = now.getTime() + warnDays * DAY_MS;
  return {
    key,
    going:
      !opens(key) ||
      (key.replica === undefined && (key.validTo?.getTime() ?? Number.POSITIVE_INFINITY) < ends),
    opens: opened.map(({ backup }) => backup),
    only: only.map(({ backup }) => backup),
    bySidecar: opened.filter(({ openers }) => openers.find(({ arn }) => arn === key.arn)?.bySidecar).length,
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether backups are lost, or soon will be, with this key. `unknown` is no answer, and not this one. */
export const isAtRisk = ({ key, going, only }: NeededKey): boolean =>
  only.length > 0 && going && (key.leftOut || key.condition !== "unknown");

/** Whether it is not known how it stands with a key that is needed. */
export const isUnknown = ({ key, going, only }: NeededKey): boolean =>
  only.length > 0 && going && !key.leftOut && key.condition === "unknown";

function worstFirst(a: NeededKey, b: NeededKey): number {
  const rank = (need: NeededKey): number => (isAtRisk(need) ? 0 : isUnknown(need) ? 1 : need.going ? 2 : 3);
  return rank(a) - rank(b) || b.only.length - a.only.length || (a.key.arn < b.key.arn ? -1 : 1);
}
