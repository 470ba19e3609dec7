/** Reads a payload to its last byte: object -> message -> decompression -> tar, each of which must end where it should. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { OperatorError } from "../../errors";
import { decompressed, decompressedByCrew } from "../archive/compression/decompression";
import type { BackupInfo } from "../archive/info";
import { quotePath } from "../archive/member";
import { type ArchiveContent, type ArchiveSink, type OnInfo, readArchive } from "../archive/reading/read";
import { WorkCrew } from "../crew/work-crew";
import type { BackupName } from "../object-key";
import type {
  EncryptionContext,
  Flow,
  MessageCipher,
  ObjectStore,
  ReadableOnce,
  RewrappedKeys,
  SealedHeader,
} from "../ports";
import { newerKeys } from "../records/newer-keys";
import { checkingSnapshots } from "../sources/etcd-snapshot";
import { feed } from "../streams/feed";
import { eachInTurn } from "../streams/lent";
import { expectedContext } from "./backup-context";
import { type Comparison, compareManifest } from "./compare-manifest";
import type { ManifestResult } from "./manifest";

export interface PayloadSurroundings {
  readonly store: ObjectStore;
  readonly cipher: MessageCipher;
  readonly signal: AbortSignal;
  /** Bytes of the payload read so far, and of all of it where that is known. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
  /**
   * Open with the keys that `rewrap` added, and not with those of the message.
   * @default - with those of the message; the others are looked for when they fail
   */
  readonly rewrappedOnly?: boolean | undefined;
}

export interface Payload {
  readonly content: ArchiveContent;
  readonly header: SealedHeader;
  readonly bytes: number;
  /** Of the message, in hexadecimal; of one that was digested. */
  readonly sha256: string | undefined;
  /** How the message came to open, where its own keys did not; each a clause for people. */
  readonly keyRemarks: readonly string[];
  /** ARN of the newer key that opened it, where its own did not. */
  readonly openedWith: string | undefined;
}

export interface ReadOptions {
  /** Pairs that the encryption context must hold besides those of every backup. */
  readonly context: EncryptionContext;
  /** Digest the message, to compare it with its manifest. What is in it is authentic without. */
  readonly digest: boolean;
  /** Told of the backup's own description. Worth something only when all of the payload was read. */
  readonly onInfo?: OnInfo | undefined;
}

export async function readPayload(
  name: BackupName,
  { context, digest, onInfo }: ReadOptions,
  sink: ArchiveSink,
  { store, cipher, signal, onProgress, rewrappedOnly: only = false }: PayloadSurroundings,
): Promise<Payload> {
  assertFormat(cipher, name);
  if (only && cipher.format === "age-v1") throw noKeysToRewrap(name);
  const body = await store.get(name.id, { signal });
  const rewrapped = newerKeys(store, name, { only, signal });
  let bytes = 0;
  const arrived = (more: number): void => {
    bytes += more;
    onProgress?.(bytes, body.size);
  };
  const options = { context: expectedContext(name.id, context), rewrapped, signal, digest, arrived, onInfo };
  const read =
    (await readParcels(name, body, cipher, sink, options)) ??
    (await readStream(name, body, cipher, sink, options));
  return { ...read, bytes, keyRemarks: rewrapped.remarks, openedWith: rewrapped.openedWith };
}

interface WayOptions extends Omit<ReadOptions, "context"> {
  /** All that is expected of the message. */
  readonly context: EncryptionContext;
  readonly rewrapped: RewrappedKeys;
  readonly signal: AbortSignal;
  readonly arrived: (bytes: number) => void;
}

type WayResult = Pick<Payload, "content" | "header" | "sha256">;

/** One piece of the message after the other. */
async function readStream(
  name: BackupName,
  body: ReadableOnce,
  cipher: MessageCipher,
  sink: ArchiveSink,
  { context, rewrapped, signal, digest, arrived, onInfo }: WayOptions,
): Promise<WayResult> {
  const hash = digest ? createHash("sha256") : undefined;
  const seen = (chunk: Buffer): void => {
    hash?.update(chunk);
    arrived(chunk.length);
  };
  const flow = cipher.open(context, { rewrapped });
  const content = await readBody(name, body, flow, sink, { seen, signal, onInfo });
  return { content, header: await flow.header, sha256: hash?.digest("hex") };
}

/** By threads, each of which does whatever is next. @returns `undefined` where that is not the better way; the body can still be read. */
async function readParcels(
  { id }: BackupName,
  body: ReadableOnce,
  cipher: MessageCipher,
  sink: ArchiveSink,
  { context, onInfo, ...options }: WayOptions,
): Promise<WayResult | undefined> {
  if (body.parcels === undefined || cipher.openParcels === undefined) return undefined;
  const crew = new WorkCrew();
  try {
    const opened = await cipher.openParcels(body.parcels, context, crew, options);
    if (opened === undefined) return undefined;
    const tar = eachInTurn(decompressedByCrew(opened.plaintext, crew));
    const content = await readArchive(tar, sinkChecking(id, sink), onInfo, crew);
    body.destroy();
    return { content, header: opened.header, sha256: await opened.sha256() };
  } catch (error) {
    body.destroy();
    throw error;
  } finally {
    await crew.end();
  }
}

export interface BodyOptions {
  readonly signal: AbortSignal;
  /** Is shown each chunk of the message. */
  readonly seen?: (chunk: Buffer) => void;
  /** Is shown each chunk of the archive as the message holds it: compressed. */
  readonly opened?: (chunk: Buffer) => void;
  readonly onInfo?: OnInfo | undefined;
}

/** Reads a message through what opens it, and the archive in it, to their ends. */
export async function readBody(
  { id }: BackupName,
  body: ReadableOnce,
  flow: Flow,
  sink: ArchiveSink,
  { signal, seen, opened, onInfo }: BodyOptions,
): Promise<ArchiveContent> {
  const feeding = feed(body, flow, { signal, ...(seen && { seen }) });
  const plain = opened === undefined ? flow.stream : Readable.from(shown(flow.stream, opened), ONE_AHEAD);
  const reading = readArchive(
    Readable.from(decompressed(plain, flow.handsOver && opened === undefined), ONE_AHEAD),
    sinkChecking(id, sink),
    onInfo,
  );
  // Both must be over, failed or not, before anyone removes what the sink wrote. A failure of the one reaches the other.
  const [fed, read] = await Promise.allSettled([feeding, reading]);
  if (read.status === "rejected") throw read.reason;
  if (fed.status === "rejected") throw fed.reason;
  return read.value;
}

const sinkChecking =
  (id: string, sink: ArchiveSink) =>
  (info: BackupInfo): ArchiveSink => {
    assertId(info, id);
    return info.source === "etcd" ? checkingSnapshots(sink) : sink;
  };

const ONE_AHEAD = { highWaterMark: 1 } as const;

async function* shown(stream: AsyncIterable<Buffer>, see: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    see(chunk);
    yield chunk;
  }
}

/** @returns what to throw where newer keys are asked for and there can be none. */
const noKeysToRewrap = ({ id }: BackupName): OperatorError =>
  new OperatorError("usage", `${id} is sealed with a passphrase: there are no newer keys to open it with`, {
    hint: "leave out --rewrapped",
  });

/** Passphrase files have no context: there this alone tells that a payload is stored under its own name. */
function assertId({ id }: BackupInfo, wanted: string): void {
  if (id === wanted) return;
  throw new OperatorError("notAuthentic", `the object ${wanted} holds another backup: ${quotePath(id)}`, {
    hint: "find out who stored it under this name; restore the other one by its own id",
  });
}

/** @throws OperatorError `usage` when the backup was sealed in the other way. */
export function assertFormat(cipher: MessageCipher, { id, format }: BackupName): void {
  if (cipher.format === format) return;
  throw format === "age-v1"
    ? new OperatorError("usage", `${id} is sealed with a passphrase, not with a KMS key`, {
        hint: "give --passphrase-file or --passphrase-prompt",
      })
    : new OperatorError("usage", `${id} is sealed with a KMS key, not with a passphrase`, {
        hint: "give --key",
      });
}

/** Compares with a manifest what was read. */
export const comparePayload = (
  read: ManifestResult,
  name: BackupName,
  { content, ...message }: Payload,
): Comparison =>
  compareManifest(read, name, { ...message, source: content.info.source, files: content.files });
