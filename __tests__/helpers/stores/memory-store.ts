import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type {
  ByteRanges,
  ListOptions,
  ObjectStore,
  PutOptions,
  ReadableOnce,
  ReplaceOptions,
  StoredBody,
  StoredObject,
} from "../../../scripts/core/ports";
import { OperatorError } from "../../../scripts/errors";
import { parcelsOf } from "./parcels";

/** A bucket in memory, for tests of what is built on the port. */
export class MemoryStore implements ObjectStore {
  readonly name: string = "s3://memory";
  readonly objects = new Map<string, Buffer>();
  /** When objects were last modified; 1970 for all others. */
  readonly times = new Map<string, Date>();
  /** What was replaced, in that order. */
  readonly olderVersions: { readonly key: string; readonly bytes: Buffer }[] = [];
  /** What the bucket says; `undefined` is that nobody may ask. */
  versioned: boolean | undefined = true;
  /** Whether objects have versions of their own. */
  objectsAreVersions = true;
  /** Whether objects can be fetched by threads. */
  inParcels = false;
  /** Called before each request; may throw. */
  before: (request: "list" | "get" | "put", key: string) => void = () => {};

  async *list(prefix: string, { signal, startAfter = "" }: ListOptions = {}): AsyncGenerator<StoredObject> {
    signal?.throwIfAborted();
    this.before("list", prefix);
    for (const [key, bytes] of [...this.objects].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (key.startsWith(prefix) && key > startAfter)
        yield {
          key,
          size: bytes.length,
          lastModified: this.times.get(key) ?? new Date(0),
          etag: etagOf(bytes),
        };
  }

  async get(key: string): Promise<ReadableOnce> {
    this.before("get", key);
    const bytes = this.objects.get(key);
    if (bytes === undefined)
      throw new OperatorError("notFound", `cannot read ${this.name}/${key}: no such object`);
    return Object.assign(Readable.from(slices(bytes)), {
      etag: etagOf(bytes),
      size: bytes.length,
      isVersion: this.objectsAreVersions,
      parcels: this.inParcels ? parcelsOf(bytes) : undefined,
    });
  }

  async ranges(key: string): Promise<ByteRanges> {
    this.before("get", key);
    const bytes = this.objects.get(key);
    if (bytes === undefined)
      throw new OperatorError("notFound", `cannot read ${this.name}/${key}: no such object`);
    return Object.assign(byteRanges(bytes), { etag: etagOf(bytes) });
  }

  async putNew(key: string, body: Readable | Buffer, { signal }: PutOptions = {}): Promise<StoredBody> {
    this.before("put", key);
    const bytes = Buffer.isBuffer(body) ? body : await buffer(body);
    signal?.throwIfAborted();
    if (this.objects.has(key)) throw new OperatorError("conflict", `${this.name}/${key} exists already`);
    this.objects.set(key, bytes);
    return { size: bytes.length };
  }

  async replace(
    key: string,
    body: Readable | Buffer,
    { etag, beforeCommit, signal }: ReplaceOptions,
  ): Promise<StoredBody> {
    this.before("put", key);
    const bytes = Buffer.isBuffer(body) ? body : await buffer(body);
    await beforeCommit?.();
    signal?.throwIfAborted();
    const old = this.objects.get(key);
    if (old === undefined || etagOf(old) !== etag)
      throw new OperatorError("conflict", `${this.name}/${key} is not the object any more that was read`);
    this.olderVersions.push({ key, bytes: old });
    this.objects.set(key, bytes);
    return { size: bytes.length };
  }

  async keepsVersions(): Promise<boolean | undefined> {
    return this.versioned;
  }

  /** The bytes of an object that must be there. */
  object(key: string): Buffer {
    const bytes = this.objects.get(key);
    if (bytes === undefined)
      throw new Error(`no object ${key}; there are: ${[...this.objects.keys()].join(", ")}`);
    return bytes;
  }
}

const etagOf = (bytes: Buffer): string => createHash("md5").update(bytes).digest("hex");

/** Bytes in memory as if they were far away. */
export function byteRanges(bytes: Buffer): ByteRanges {
  let fetchedBytes = 0;
  return {
    size: bytes.length,
    get fetchedBytes() {
      return fetchedBytes;
    },
    read: async (position, length) => {
      const piece = Buffer.from(bytes.subarray(position, position + length));
      fetchedBytes += piece.length;
      return piece;
    },
  };
}

/** Reads of a network come in pieces. */
function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 60_000) yield Buffer.from(bytes.subarray(at, at + 60_000));
}
