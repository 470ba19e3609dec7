/** Whole backups under new data keys: new versions of their objects, each proven before it takes the place of the old one. */
import { OperatorError } from "../../errors";
import { readPayload } from "../backup/payload";
import { NOWHERE } from "../backup/verify";
import type { ObjectStore } from "../ports";
import { type Choice, choose, underAnother, usableWays } from "./choose";
import { type Failure, forEachBackup } from "./each-backup";
import { isOutdated, renewManifest } from "./new-manifest";
import { type Ciphers, reencryptOne } from "./reencrypt-one";
import type { SurveyedBackup } from "./survey";
import { isUnder } from "./target-keys";
import { keysOf } from "./ways";

/** Headers that are read at a time, for the plan. */
const HEADERS_AT_ONCE = 8;

/** Backups that are encrypted again at a time: each takes two cores, and some 100 MiB. */
const AT_ONCE = 2;

export interface ReencryptRequest extends Choice {
  /** ARNs of the keys that may open what is there. */
  readonly sources: readonly string[];
  /** ARNs of the keys that seal anew. */
  readonly targets: readonly [string, ...string[]];
}

interface Todo {
  readonly backup: SurveyedBackup;
  /** The message is under its new keys, and the manifest is not: a run was ended in between. */
  readonly manifestOnly: boolean;
}

export interface ReencryptPlan {
  readonly todo: readonly Todo[];
  readonly already: readonly SurveyedBackup[];
  readonly others: number;
  readonly withPassphrase: number;
  readonly failures: readonly Failure[];
  readonly problems: readonly string[];
  /** Whether the bucket says that it keeps versions; where it may not be asked, each object tells whether it is one. */
  readonly keepsVersions: boolean;
  /** Bytes that are fetched; as many are stored, beside the older versions. */
  readonly bytes: number;
  /** Calls of KMS by its own names, if none has to be repeated. */
  readonly calls: { readonly Decrypt: number; readonly GenerateDataKey: number; readonly Encrypt: number };
}

export interface ReencryptDeps {
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
  readonly onDone?: (done: number, of: number) => void;
}

/** @throws OperatorError `refused` where the bucket would not keep the old version. */
export async function planReencrypt(request: ReencryptRequest, deps: ReencryptDeps): Promise<ReencryptPlan> {
  const { store, signal, onDone } = deps;
  const keepsVersions = await assertVersions(store, signal);
  const { backups, withPassphrase, missing } = await choose(store, request, signal);
  const todo = new Map<SurveyedBackup, Todo>();
  const already = new Set<SurveyedBackup>();
  const problems: string[] = [];
  let others = 0;
  const options = {
    atOnce: HEADERS_AT_ONCE,
    signal,
    onDone: (done: number) => onDone?.(done, backups.length),
  };
  const failures = await forEachBackup(backups, options, async (backup) => {
    const { ways, problems: found } = await keysOf(store, backup, signal);
    problems.push(...found);
    const own = ways.filter(({ sidecar }) => sidecar === undefined).map(({ keyArn }) => keyArn);
    const isDone = request.targets.every((target) => own.some((keyArn) => isUnder(keyArn, target)));
    if (isDone && (await isOutdated(store, backup, own, signal)))
      todo.set(backup, { backup, manifestOnly: true });
    else if (isDone) already.add(backup);
    else if (request.fromKeys.length > 0 && usableWays(ways, request.fromKeys).length === 0) others += 1;
    else if (usableWays(ways, request.sources).length > 0) todo.set(backup, { backup, manifestOnly: false });
    else throw underAnother(ways.map(({ keyArn }) => keyArn));
  });
  const ordered = backups.flatMap((backup) => todo.get(backup) ?? []);
  const whole = ordered.filter(({ manifestOnly }) => !manifestOnly).length;
  return {
    keepsVersions,
    todo: ordered,
    already: backups.filter((backup) => already.has(backup)),
    others,
    withPassphrase,
    failures: [...missing, ...failures],
    problems: problems.sort(),
    bytes: ordered.reduce((sum, { backup }) => sum + backup.bytes, 0),
    calls: {
      Decrypt: ordered.length + whole,
      GenerateDataKey: whole,
      Encrypt: whole * (request.targets.length - 1),
    },
  };
}

/** @returns whether the bucket says so itself; else each object is asked. */
async function assertVersions(store: ObjectStore, signal: AbortSignal): Promise<boolean> {
  const keeps =
    store.replace === undefined ? false : ((await store.keepsVersions?.({ signal })) ?? undefined);
  if (keeps !== false) return keeps === true;
  throw new OperatorError(
    "refused",
    `${store.name} does not keep versions: what is replaced there would be gone at once`,
    {
      hint: "enable versioning with `aws s3api put-bucket-versioning`, or use `sealstack rewrap`, which replaces nothing",
    },
  );
}

export interface Reencrypted {
  /** In the order in which they were done. */
  readonly done: readonly {
    readonly id: string;
    readonly bytes: number;
    readonly sha256: string;
    /** Only its manifest was written. */
    readonly manifestOnly: boolean;
  }[];
  /** Each a clause that begins with the id. */
  readonly remarks: readonly string[];
  readonly failures: readonly Failure[];
}

export interface ReencryptRun extends ReencryptDeps, Ciphers {
  /** Bytes read so far, of all backups. */
  readonly onBytes?: (bytes: number) => void;
}

/** Does what was planned. It can be ended at any time: each backup is the old one or the new one. */
export async function reencrypt(
  { todo, keepsVersions }: Pick<ReencryptPlan, "todo" | "keepsVersions">,
  run: ReencryptRun,
): Promise<Reencrypted> {
  const { store, signal, prover, onBytes } = run;
  const done: Reencrypted["done"][number][] = [];
  const remarks: string[] = [];
  const read = new Map<string, number>();
  const progress = (id: string) => (bytes: number) => {
    read.set(id, bytes);
    onBytes?.([...read.values()].reduce((sum, each) => sum + each, 0));
  };
  const work = todo.map((each) => ({ ...each, id: each.backup.id }));
  const failures = await forEachBackup(
    work,
    { atOnce: AT_ONCE, signal },
    async ({ id, backup, manifestOnly }) => {
      const onProgress = progress(id);
      const message = manifestOnly
        ? await proven(backup, { store, cipher: prover, signal, onProgress })
        : await reencryptOne(backup, { ...run, keepsVersions, onProgress });
      done.push({ id, bytes: message.bytes, sha256: message.sha256, manifestOnly });
      for (const remark of message.keyRemarks) remarks.push(`${id}: ${remark}`);
      const remark = await renewManifest(store, backup, message, signal);
      if (remark !== undefined) remarks.push(`${id}: ${remark}`);
    },
  );
  return { done, remarks, failures };
}

/** Reads a message that is under its new keys already, for its manifest. */
async function proven(backup: SurveyedBackup, surroundings: Parameters<typeof readPayload>[3]) {
  const payload = await readPayload(backup, { context: {}, digest: true }, NOWHERE, surroundings);
  return { ...payload, sha256: payload.sha256 ?? "" };
}
