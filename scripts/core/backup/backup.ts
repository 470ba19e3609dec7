/** Makes one backup: source -> tar, compressed -> message -> object, streaming; then the manifest. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OperatorError } from "../../errors";
import { assertCanCompress } from "../archive/compression/can-compress";
import { type Compression, DEFAULT_COMPRESSION } from "../archive/compression/compression";
import type { BackupInfo } from "../archive/info";
import type { MemberToWrite } from "../archive/writing/contents";
import { writeArchive } from "../archive/writing/write";
import { type BackupName, backupName, manifestKey } from "../object-key";
import type { EncryptionContext, MessageCipher, ObjectStore, SealedHeader } from "../ports";
import type { PreparedSource } from "../sources/source";
import { feed } from "../streams/feed";
import { Meter } from "../streams/meter";
import { newContext } from "./backup-context";
import { formatManifest, type Manifest } from "./manifest";

export interface BackupRequest {
  /** Object-key prefix. */
  readonly prefix: string;
  /** Name of the backup; part of its id. */
  readonly name: string;
  /** Pairs that the user adds to the encryption context. */
  readonly context: EncryptionContext;
  /** @default "gzip" */
  readonly compression?: Compression | undefined;
}

export interface BackupSurroundings {
  readonly store: ObjectStore;
  readonly cipher: MessageCipher;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly host: string;
  readonly toolVersion: string;
  /** Bytes of the archive read so far. */
  readonly onProgress?: (bytes: number) => void;
  /**
   * What the backup is to say of its predecessors.
   * @default - nothing
   */
  readonly catalogFor?: (plan: BackupName) => Promise<object>;
}

/**
 * The id and time of a backup that is about to be made.
 * @throws {@link OperatorError} `usage` when it cannot have that name, `tool` when it cannot be compressed like that.
 */
export function planBackup(request: BackupRequest, { cipher, now }: BackupSurroundings): BackupName {
  const { prefix, name, compression = DEFAULT_COMPRESSION } = request;
  assertCanCompress(compression);
  return backupName({ prefix, name, createdAt: now(), format: cipher.format, compression });
}

/**
 * @param plan from {@link planBackup}; the same plan may be tried again after a failure.
 * @throws {@link OperatorError} `conflict` when an object of that name exists, or whatever source, cipher and store fail with.
 */
export async function backup(
  source: PreparedSource,
  plan: BackupName,
  request: BackupRequest,
  surroundings: BackupSurroundings,
): Promise<Manifest> {
  const { store, signal, now, toolVersion } = surroundings;
  const started = now().getTime();
  const context = newContext(plan.id, source.source, request.context);
  const stored = await storePayload(source, plan, context, surroundings);
  const manifest: Manifest = {
    schemaVersion: 1,
    id: plan.id,
    source: source.source,
    name: plan.name,
    createdAt: plan.createdAt.toISOString(),
    ...stored.sizes,
    compression: plan.compression,
    format: stored.header.format,
    keyArns: [...stored.header.keyArns],
    context: { ...context },
    files: stored.files,
    durationSeconds: (now().getTime() - started) / 1000,
    toolVersion,
  };
  await store
    .putNew(manifestKey(plan.id), formatManifest(manifest), { contentType: "application/json", signal })
    .catch((error: unknown) => {
      throw manifestFailed(plan.id, error);
    });
  return manifest;
}

interface StoredPayload {
  readonly sizes: Pick<Manifest, "plaintextBytes" | "ciphertextBytes" | "ciphertextSha256">;
  readonly header: SealedHeader;
  /** Regular files in it. */
  readonly files: number;
}

async function storePayload(
  source: PreparedSource,
  plan: BackupName,
  context: EncryptionContext,
  { store, cipher, signal, host, toolVersion, onProgress, catalogFor }: BackupSurroundings,
): Promise<StoredPayload> {
  const info: BackupInfo = {
    schemaVersion: 1,
    id: plan.id,
    source: source.source,
    createdAt: plan.createdAt.toISOString(),
    host,
    toolVersion,
    checks: [...source.checks],
    skipped: [...source.skipped],
  };
  const flow = cipher.seal(context, { digest: true });
  let plaintextBytes = 0;
  const progress = (bytes: number): void => {
    plaintextBytes = bytes;
    onProgress?.(bytes);
  };
  let files = 0;
  const count = ({ type }: MemberToWrite): void => {
    if (type === "file") files += 1;
  };
  const archive = writeArchive(info, membersOf(source, count), {
    compression: plan.compression,
    catalog: catalogFor && (() => catalogFor(plan)),
    onProgress: progress,
  });
  const ciphertext = new Meter({ digest: flow.sha256 === undefined });
  const storing = store
    .putNew(plan.id, ciphertext, { signal, onChunkStored: flow.reuse })
    .catch((error: unknown) => {
      ciphertext.destroy(error as Error);
      throw error;
    });
  const feeding = feed(Readable.from(archive, { highWaterMark: 1 }), flow, { signal });
  const moving = [feeding, pipeline(flow.stream, ciphertext, { signal })];
  const pumping = Promise.all(moving).finally(() => Promise.allSettled(moving)); // with the first cause, when both are over
  // Both fail together; the pipeline has the first cause, whichever side it came from.
  const [pumped, put] = await Promise.allSettled([pumping, storing]);
  if (put.status === "rejected") throw await explainPut(put.reason, plan.id, store, ciphertext.size);
  if (pumped.status === "rejected") throw pumped.reason;
  const sizes = {
    plaintextBytes,
    ciphertextBytes: ciphertext.size,
    ciphertextSha256: (await flow.sha256) ?? ciphertext.sha256(),
  };
  if (put.value.size === sizes.ciphertextBytes) return { sizes, header: await flow.header, files };
  throw new Error(`stored ${put.value.size} of ${sizes.ciphertextBytes} bytes of ${plan.id}`);
}

/** The members, and then a last look at where they came from: an archive of what was there is the only one worth having. */
async function* membersOf(
  source: PreparedSource,
  see: (member: MemberToWrite) => void,
): AsyncGenerator<MemberToWrite> {
  for (const member of source.members) {
    see(member);
    yield member;
  }
  await source.assertUnchanged();
}

/** A conflict may be our own object: the reply to the request that stored it can be lost, and the repeated one is refused. */
async function explainPut(error: unknown, id: string, store: ObjectStore, sent: number): Promise<unknown> {
  if (!(error instanceof OperatorError) || error.exit !== "conflict") return error;
  const listed = await sizeOf(id, store).catch(() => undefined);
  const found =
    listed === undefined ? "" : `; ${store.name} lists it with ${listed} bytes, sent were ${sent}`;
  return new OperatorError(
    "conflict",
    `the backup ${id} may already exist: nothing was overwritten${found}`,
    {
      hint: `run \`sealstack verify ${id}\`; a new backup gets a new id`,
      cause: error,
    },
  );
}

async function sizeOf(id: string, store: ObjectStore): Promise<number | undefined> {
  for await (const { key, size } of store.list(id)) if (key === id) return size;
  return undefined;
}

function manifestFailed(id: string, error: unknown): unknown {
  if (!(error instanceof OperatorError)) return error;
  return new OperatorError(
    error.exit,
    `the backup ${id} is stored, but its manifest is not: ${error.message}`,
    {
      hint: `run \`sealstack verify ${id}\`: it can be restored, and is listed as incomplete`,
      cause: error,
    },
  );
}
