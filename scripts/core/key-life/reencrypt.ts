/** Whole backups under new data keys: new versions of their objects, each proven before it takes the place of the old one. */
import { OperatorError } from "../../errors";
import { readPayload } from "../backup/payload";
import { NOWHERE } from "../backup/verify";
import type { ObjectStore } from "../ports";
import { type Choice, underAnother, usableWays } from "./choose";
import { type Failure, forEachBackup } from "./each-backup";
import { isOutdated, renewManifest } from "./new-manifest";
import { type Ciphers, reencryptOne } from "./reencrypt-one";
import { isOther, type SortedBackups, type SortSurroundings, sortBackups } from "./sort-backups";
import type { SurveyedBackup } from "./survey";
import { isUnder } from "./target-keys";

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

export interface ReencryptPlan extends SortedBackups<Todo> {
  /** Whether the bucket says that it keeps versions; where it may not be asked, each object tells whether it is one. */
  readonly keepsVersions: boolean;
  /** Bytes that are fetched; as many are stored, beside the older versions. */
  readonly bytes: number;
  /** Calls of KMS by its own names, if none has to be repeated. */
  readonly calls: { readonly Decrypt: number; readonly GenerateDataKey: number; readonly Encrypt: number };
}

/** @throws OperatorError `refused` where the bucket would not keep the old version. */
export async function planReencrypt(
  request: ReencryptRequest,
  deps: SortSurroundings,
): Promise<ReencryptPlan> {
  const { store, signal } = deps;
  const keepsVersions = await assertVersions(store, signal);
  const sorted = await sortBackups(
    request,
    deps,
    async (backup, keys): Promise<Todo | "already" | "other"> => {
      const { ways } = keys;
      const own = ways.filter(({ sidecar }) => sidecar === undefined).map(({ keyArn }) => keyArn);
      if (request.targets.every((target) => own.some((keyArn) => isUnder(keyArn, target))))
        return (await isOutdated(store, backup, own, signal)) ? { backup, manifestOnly: true } : "already";
      if (isOther(keys, request)) return "other";
      if (usableWays(ways, request.sources).length > 0) return { backup, manifestOnly: false };
      throw underAnother(ways.map(({ keyArn }) => keyArn));
    },
  );
  const { todo } = sorted;
  const whole = todo.filter(({ manifestOnly }) => !manifestOnly).length;
  return {
    ...sorted,
    keepsVersions,
    bytes: todo.reduce((sum, { backup }) => sum + backup.bytes, 0),
    calls: {
      Decrypt: todo.length + whole,
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

export interface ReencryptRun extends SortSurroundings, Ciphers {
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
  let read = 0;
  const progress = () => {
    let before = 0;
    return (bytes: number): void => {
      read += bytes - before;
      before = bytes;
      onBytes?.(read);
    };
  };
  const work = todo.map((each) => ({ ...each, id: each.backup.id }));
  const failures = await forEachBackup(
    work,
    { atOnce: AT_ONCE, signal },
    async ({ id, backup, manifestOnly }) => {
      const onProgress = progress();
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
