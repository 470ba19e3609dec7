/** What the use cases need from the outside world. Adapters implement it; tests bring their own. */
import type { FileHandle } from "node:fs/promises";
import type { Duplex, Readable } from "node:stream";
import type { Place } from "./crew/protocol";
import type { WorkCrew } from "./crew/work-crew";
import type { Lent } from "./streams/lent";

/** Authenticated, not secret name/value pairs that a message is bound to. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** What the header of an authenticated message says. */
export interface SealedHeader {
  /** `aws-encryption-sdk-v2` (KMS) or `age-v1` (passphrase). */
  readonly format: "aws-encryption-sdk-v2" | "age-v1";
  /** ARNs of the KMS keys that can open the message; empty for a passphrase. */
  readonly keyArns: readonly string[];
  /** Encryption context of the message; empty for a passphrase. */
  readonly context: EncryptionContext;
  /**
   * Whether a data key of the message was sealed with a public key: then it does not tell who made it.
   * @default false
   */
  readonly withPublicKey?: boolean;
}

/** How KMS decrypts with an RSA key, by its own names. Source: KMS API Reference, `Decrypt`: `EncryptionAlgorithm`. */
export type EncryptionAlgorithm = "RSAES_OAEP_SHA_256" | "RSAES_OAEP_SHA_1";

/** One message being written or read: bytes flow through `stream`; `header` settles once it is known. */
export interface Flow {
  readonly stream: Duplex;
  /** Whether chunks change hands: those that go in are not needed any more once they are written, those that come out are the reader's. */
  readonly handsOver: boolean;
  readonly header: Promise<SealedHeader>;
  /** SHA-256 of a sealed message, in hexadecimal; settles when the stream ends, if it ends well. See {@link SealOptions.digest}. */
  readonly sha256?: Promise<string>;
  /** Takes back a chunk that came out and is not read any more, for the next one to stand in. */
  reuse?(chunk: Buffer): void;
}

/** Turns plaintext into exactly one message. Each call is for one message. */
export interface MessageSealer {
  readonly format: SealedHeader["format"];
  /** Plaintext in, message out. The header promise settles when the data key is there. */
  seal(context: EncryptionContext, options?: SealOptions): Flow;
  /**
   * `seal` from file to file, where a cipher has a faster way for that.
   * @returns `undefined`, with nothing written, when the stream is the better way.
   */
  sealFile?(
    files: FilePair,
    context: EncryptionContext,
    options?: SealOptions,
  ): Promise<SealedHeader | undefined>;
}

/** And back. */
export interface MessageCipher extends MessageSealer {
  /**
   * Message in, plaintext out. Every byte that leaves the stream is authenticated, but only a stream that ends
   * without an error was complete: callers must not publish anything before.
   * Fails unless each pair of `expected` stands in the message's context; it may hold more. A message that has a
   * context opens only if something was expected of it, or with `allowUnnamedContext`.
   */
  open(expected: EncryptionContext, options?: OpenOptions): Flow;
  /**
   * `open` of an object that threads fetch and open, where a cipher has that way.
   * @returns `undefined` when the stream is the better way; only the first bytes were asked for then.
   */
  openParcels?(
    parcels: Parcels,
    expected: EncryptionContext,
    crew: WorkCrew,
    options: OpenOptions & ParcelSettings,
  ): Promise<OpenedParcels | undefined>;
  /** `open` from file to file, likewise. The output is worth nothing unless it returns. */
  openFile?(
    files: FilePair,
    expected: EncryptionContext,
    options?: OpenOptions,
  ): Promise<SealedHeader | undefined>;
  /**
   * Authenticates the header, the last frame and some others that are chosen at random; the rest is not read. Fails as `open`
   * does.
   * @param sample frames besides the last one.
   */
  spotCheck?(
    ranges: ByteRanges,
    expected: EncryptionContext,
    sample: number,
    options?: OpenOptions,
  ): Promise<SpotCheck>;
}

/** How an object is opened by threads. */
export interface ParcelSettings {
  readonly signal: AbortSignal;
  /** Whether the message is digested. */
  readonly digest: boolean;
  /** Hears of bytes of the message that have come. */
  readonly arrived: (bytes: number) => void;
}

/** A message that threads open. */
export interface OpenedParcels {
  readonly header: SealedHeader;
  /** All of it is authenticated, but only what ends without an error was complete: callers must not publish anything before. */
  readonly plaintext: AsyncIterable<Lent>;
  /** SHA-256 of the message, in hexadecimal, once all of the plaintext was read; `undefined` when it was not digested. */
  sha256(): Promise<string | undefined>;
}

/** What a few places of a message prove. */
export interface SpotCheck extends SealedHeader {
  /** Frames of the message. */
  readonly frames: number;
  /** Numbers, from 1, of those that were opened. */
  readonly checkedFrames: readonly number[];
  /** Plaintext bytes of the whole message. */
  readonly plaintextBytes: number;
  /** Whether it has a signature, which takes every byte to check. */
  readonly signed: boolean;
}

/** Two open files; neither is closed. */
export interface FilePair {
  readonly input: FileHandle;
  /** Empty. */
  readonly output: FileHandle;
  readonly signal: AbortSignal;
}

export interface SealOptions {
  /**
   * Sign the message with a key made for it, so that who can open messages cannot change them unnoticed. KMS only.
   * @default false
   */
  readonly signed?: boolean;
  /**
   * Digest the message where it is made, if the cipher can: in a thread of its own, worth it for messages of many MiB.
   * @default false
   */
  readonly digest?: boolean;
}

export interface OpenOptions {
  /**
   * Open a message whatever its context is, with nothing expected of it.
   * @default false
   */
  readonly allowUnnamedContext?: boolean;
  /**
   * Open messages of format version 1, whose header commits to no key.
   * @default false
   */
  readonly allowNonCommitting?: boolean;
  /**
   * Open messages whose data key was sealed with the public half of an RSA key, which anybody may have; KMS is told this algorithm.
   * @default - they are refused
   */
  readonly rsaAlgorithm?: EncryptionAlgorithm;
  /**
   * Newer keys around the message's data key, which stand elsewhere: looked for when the message's own do not open it.
   * @default - there are none
   */
  readonly rewrapped?: RewrappedKeys;
}

/** What tells a message from every other. All of it is in hexadecimal. */
export interface MessageIdentity {
  /** Algorithm suite, such as `0x0478`. */
  readonly suite: string;
  readonly messageId: string;
  /** What the header commits to: no other data key opens the message. */
  readonly commitment: string;
  /** Of the header with its tag. */
  readonly headerSha256: string;
}

/** The data key of a message under a newer key. Nothing of it is authentic before KMS has decrypted it. */
export interface RewrappedKey {
  readonly keyArn: string;
  /** What KMS decrypts, in the encryption context of the message. */
  readonly blob: Buffer;
  /** For people: where it stands. */
  readonly from: string;
}

/** Where newer keys of one message are looked for. */
export interface RewrappedKeys {
  /** The message's own keys are not asked: for a rehearsal of the day when they are gone. */
  readonly only: boolean;
  /**
   * The newest first, and what is wrong with those that are left out. Never fails because of what was found.
   */
  find(message: MessageIdentity): Promise<FoundKeys>;
  /** Hears of the key that opened the message, and of the ways that did not. */
  opened(keyArn: string, remarks: readonly string[]): void;
}

export interface FoundKeys {
  readonly found: readonly RewrappedKey[];
  /** Each a clause for people. */
  readonly problems: readonly string[];
}

/** Bytes that can be read where they stand. */
export interface ByteRanges {
  /** Bytes of the whole. */
  readonly size: number;
  /** What tells this version of an object from others, where there is such a thing. */
  readonly etag?: string | undefined;
  /** Bytes that were fetched so far. */
  readonly fetchedBytes: number;
  /** `length` bytes from `position` on, or those up to the end. */
  read(position: number, length: number): Promise<Buffer>;
}

/** An object as a listing shows it. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
  /** What tells its content from another one under the same key, where the listing says it. */
  readonly etag?: string;
}

/** An object whose bytes are fetched to where they belong. */
export interface Parcels {
  /** Bytes of the whole. */
  readonly size: number;
  /** The first bytes, which are on their way. */
  first(signal: AbortSignal): Promise<Buffer>;
  /** Says that {@link fill} will be called, for so many places at once: threads and connections can be there by then. */
  prepare?(crew: WorkCrew, places: number): void;
  /**
   * Fills a place with the bytes from `from` on, by threads where that can be. When it was aborted, a thread may still write there until it
   * has ended.
   */
  fill(from: number, into: Place, crew: WorkCrew, signal: AbortSignal): Promise<void>;
}

/** A stream of chunks, each of which is its reader's. */
export interface ReadableOnce extends Readable {
  /** Takes back a chunk that is not read any more, for the next ones to stand in. */
  readonly reuse?: (chunk: Buffer) => void;
  /** The same bytes, of an object that is worth it: instead of the stream or, as long as only the first bytes were asked for, before it. */
  readonly parcels?: Parcels | undefined;
  /** Bytes of the whole, where they are known. */
  readonly size?: number;
  /** What tells this version of an object from others that its key had or will have, where there is such a thing. */
  readonly etag?: string;
  /** Whether this version of the object has an id of its own: then it stays, whatever takes its place. Absent where a store knows no versions. */
  readonly isVersion?: boolean;
}

/** The bucket. Every method fails with an OperatorError (not found, conflict, denied, unavailable). */
export interface ObjectStore {
  /** Name for people: `s3://bucket`. */
  readonly name: string;
  /** All objects below `prefix`, in key order; pages are fetched as needed. */
  list(prefix: string, options?: ListOptions): AsyncIterable<StoredObject>;
  /** Opens an object for reading, from its first byte; a body shorter than announced fails. */
  get(key: string, options?: ReadOptions): Promise<ReadableOnce>;
  /** Opens an object of which only some places are read. */
  ranges(key: string, options?: ReadOptions): Promise<ByteRanges>;
  /**
   * Writes a new object; never overwrites (`If-None-Match: *`). On any failure nothing is left behind, not even
   * an unfinished multipart upload.
   */
  putNew(key: string, body: Readable | Buffer, options?: PutOptions): Promise<StoredBody>;
  /**
   * Puts an object in the place of another one, if that is still there and the same. Until then the old one is read; on any failure nothing has
   * changed and nothing is left behind. Absent where a store cannot do that.
   * @throws OperatorError `conflict` when the other one was replaced or removed meanwhile.
   */
  replace?(key: string, body: Readable | Buffer, options: ReplaceOptions): Promise<StoredBody>;
  /**
   * Whether what is replaced or removed stays as an older version; `undefined` where that may not be asked. Absent where a store knows no
   * versions.
   */
  keepsVersions?(options?: RequestOptions): Promise<boolean | undefined>;
  /**
   * Removes what killed runs on this host left unfinished in the bucket, where a store can leave anything.
   * @returns a sentence for each thing that was found, for people. Never fails.
   */
  removeLeftUploads?(): Promise<readonly string[]>;
  /**
   * Keeps other runs on this host from the same work, where others may use the store.
   * @param what prefix and name of a series.
   * @throws OperatorError `running` when another run is at it.
   */
  lock?(what: string): Promise<HostLock>;
  /** Asks for an object that is in an archive and cannot be read at once; absent where there are no archives. To ask again changes nothing. */
  rehydrate?(key: string, request: RehydrationRequest, options?: RequestOptions): Promise<Rehydration>;
}

/** Held until it is released, or the process ends, however that happens. */
export interface HostLock {
  /** What the user should know, and what does not change the outcome. */
  readonly remark: string | undefined;
  release(): void;
}

/** How an archived object is to be brought back. */
export interface RehydrationRequest {
  /** How fast, and for how much money. */
  readonly tier: "Expedited" | "Standard" | "Bulk";
  /** How long the copy stays. */
  readonly days: number;
}

/** How far an archived object is. */
export interface Rehydration {
  /**
   * - `there`: it is in no archive.
   * - `asked`: just now.
   * - `on its way`: it was asked for before.
   * - `back`: it can be read, for a while.
   */
  readonly state: "there" | "asked" | "on its way" | "back";
  /** How long it takes as a rule, in words; of `asked`. */
  readonly takes?: string;
  /** When the copy goes away; of `back`, where it does. */
  readonly until?: Date | undefined;
}

export interface RequestOptions {
  /** Aborts the request; what it left in the bucket is cleaned up. */
  readonly signal?: AbortSignal;
}

export interface ReadOptions extends RequestOptions {
  /**
   * Id of the version that is read.
   * @default - the current one
   */
  readonly versionId?: string | undefined;
}

export interface ListOptions extends RequestOptions {
  /**
   * A key that what is listed comes after, if the store can begin there; the key need not exist.
   * @default - from the beginning
   */
  readonly startAfter?: string;
}

export interface PutOptions extends RequestOptions {
  /** @default "application/octet-stream" */
  readonly contentType?: string;
  /** Called with the bytes stored so far. */
  readonly onProgress?: (bytes: number) => void;
  /** Called with each chunk of the body that is not read any more, because it is stored. */
  readonly onChunkStored?: ((chunk: Buffer) => void) | undefined;
}

export interface ReplaceOptions extends PutOptions {
  /** ETag of the object that is replaced. */
  readonly etag: string;
  /** Waited for when all of the body is stored, before it becomes the object; if it fails, it does not. */
  readonly beforeCommit?: () => Promise<void>;
}

/** What was stored. */
export interface StoredBody {
  /** Bytes. */
  readonly size: number;
}
