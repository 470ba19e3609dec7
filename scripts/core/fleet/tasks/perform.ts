/** One operation on one object, by the use cases of the commands for one backup. */
import { createHash } from "node:crypto";
import { quickVerify } from "../../backup/quick-verify";
import { verify } from "../../backup/verify";
import type { DataKeyMover } from "../../key-life/ports";
import { planReencrypt, reencrypt } from "../../key-life/reencrypt";
import { planRewrap, rewrap } from "../../key-life/rewrap";
import type { SortedBackups } from "../../key-life/sort-backups";
import { type BackupName, parseId } from "../../object-key";
import type { MessageCipher, ObjectStore } from "../../ports";
import { compareDigest } from "../fixity";
import type { OperationSettings } from "../operations";
import type { FleetObject, OuterKeys } from "../outer-keys";
import { type Outcome, succeeded, TaskFailure } from "./outcome";
import { rekeyOuter } from "./rekey-outer";
import { onlyOf } from "./views";

/** Where ciphers come from; one is used for many objects. */
export type CipherFor = (use: "open" | "seal", keys: readonly string[]) => MessageCipher;

export interface PerformSurroundings {
  readonly store: ObjectStore;
  readonly outerKeys: () => OuterKeys;
  readonly cipher: CipherFor;
  readonly kms: DataKeyMover;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** @throws OperatorError or {@link TaskFailure}: what the operation failed with, and nothing was changed. */
export async function perform(
  { key, versionId }: FleetObject,
  settings: OperationSettings,
  deps: PerformSurroundings,
): Promise<Outcome> {
  if (settings.operation === "rekey-outer")
    return rekeyOuter({ key, versionId }, settings.toKeys[0] ?? "", { ...deps, outerKeys: deps.outerKeys() });
  const name = parseId(key);
  if (name === undefined)
    throw new TaskFailure("NotABackup", "its key is not the id of a backup, so nothing was read");
  const { operation } = settings;
  if (name.format !== "aws-encryption-sdk-v2" && operation !== "fixity")
    throw new TaskFailure("WithPassphrase", "it is sealed with a passphrase, which no function has");
  const openers = [...new Set([...settings.fromKeys, ...settings.keys])];
  const { store, cipher, signal } = deps;
  if (operation === "fixity") return fixity(name, onlyOf(store, name, versionId), signal);
  if (operation === "verify" || operation === "verify-quick") {
    const surroundings = { store: onlyOf(store, name, versionId), cipher: cipher("open", openers), signal };
    if (operation === "verify") {
      const { bytes, content, ...found } = await verify(name, {}, surroundings);
      const files = `${content.files} ${content.files === 1 ? "file" : "files"}`;
      return succeeded("Verified", `${bytes} bytes and ${files}${aboutManifest(found)}`);
    }
    const { checkedFrames, frames, ...found } = await quickVerify(name, {}, surroundings);
    return succeeded(
      "LookedAt",
      `${checkedFrames.length} of ${frames} frames are authentic${aboutManifest(found)}`,
    );
  }
  return underNewKeys(name, versionId, { ...settings, openers }, deps);
}

const aboutManifest = ({
  manifest,
  manifestRemark,
}: {
  readonly manifest: boolean;
  readonly manifestRemark: string | undefined;
}): string => {
  if (!manifest) return "; it has no manifest, so it is listed as incomplete";
  return manifestRemark === undefined ? "" : `; ${manifestRemark}`;
};

/** Downloads the payload and digests it; no key is asked. Where S3 has computed the digest, `fleet report` compares it without. */
async function fixity(name: BackupName, store: ObjectStore, signal: AbortSignal): Promise<Outcome> {
  const hash = createHash("sha256");
  let bytes = 0;
  const body = await store.get(name.id, { signal });
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    body.reuse?.(chunk);
  }
  await compareDigest(store, name, { sha256: hash.digest("hex"), bytes }, signal);
  return succeeded("Equal", `${bytes} bytes have the digest of the manifest`);
}

interface KeysOfOperation extends OperationSettings {
  readonly openers: readonly string[];
}

async function underNewKeys(
  name: BackupName,
  versionId: string | undefined,
  { operation, openers, fromKeys, toKeys, prove }: KeysOfOperation,
  { store: bucket, cipher, kms, now, signal }: PerformSurroundings,
): Promise<Outcome> {
  const store = onlyOf(bucket, name, undefined);
  const current = versionId === undefined || (await isCurrent(bucket, name, versionId, signal));
  const [target, ...more] = toKeys;
  if (target === undefined) throw new Error("the arguments were not judged");
  const targets = [target, ...more] as const;
  const request = {
    ids: [name.id],
    prefixes: [],
    before: undefined,
    fromKeys,
    sources: openers,
    targets,
    prove,
  };
  if (operation === "rewrap") {
    const deps = { store, kms, now, signal };
    const plan = await planRewrap(request, deps);
    const passed = passedOver(plan);
    if (passed !== undefined) return passed;
    if (!current) throw superseded();
    const { done, failures } = await rewrap(plan, request, deps);
    throwFirst(failures);
    const [made] = done;
    return made === undefined ? ALREADY : succeeded("Rewrapped", `its new keys stand in ${made.sidecar}`);
  }
  const plan = await planReencrypt(request, { store, signal });
  const passed = passedOver(plan);
  if (passed !== undefined) return passed;
  if (!current) throw superseded();
  const { done, remarks, failures } = await reencrypt(plan, {
    store,
    signal,
    opener: cipher("open", [...openers, ...targets]),
    sealer: cipher("seal", targets),
    prover: cipher("open", targets),
  });
  throwFirst(failures);
  const bytes = done[0]?.bytes ?? 0;
  return succeeded("Reencrypted", [`${bytes} bytes, as a new version`, ...remarks].join("; "));
}

const ALREADY = succeeded("Already", "it is under the new keys");

/** @returns what to tell where there is nothing to do. @throws what the plan failed with. */
function passedOver({ already, others, failures }: SortedBackups<unknown>): Outcome | undefined {
  throwFirst(failures);
  if (already.length > 0) return ALREADY;
  return others > 0 ? succeeded("OtherKey", "none of the keys that were named opens it") : undefined;
}

function throwFirst(failures: SortedBackups<unknown>["failures"]): void {
  const [first] = failures;
  if (first !== undefined) throw first.error;
}

/** A version that is named is what is there now, or nothing is put under another key: only what is there is what restores read. */
async function isCurrent(
  store: ObjectStore,
  { id }: BackupName,
  versionId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const named = await store.ranges(id, { signal, versionId });
  return named.etag === (await store.ranges(id, { signal })).etag;
}

const superseded = (): TaskFailure =>
  new TaskFailure("Superseded", "the version is not the current one any more, so nothing was changed");
