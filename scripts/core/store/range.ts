/** Pieces of one object, all of them from the same version of it. */
import { addAbortSignal, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/sdk-errors";
import { OperatorError } from "../../errors";
import { giveBack } from "../streams/give-back";

/** Times in a row that a body may break off without a byte in between. */
const MAX_BREAKS = 5;

/** Where an object is read from. */
export interface Origin {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
}

/** Bytes of an object: from the first one, up to but without the second. */
export type Range = readonly [from: number, to: number];

/** An object of which the first bytes are on their way. */
export interface OpenedObject {
  /** Bytes of the whole object. */
  readonly size: number;
  /** How many of them are on their way. */
  readonly firstBytes: number;
  /** They; to be asked for once. */
  first(signal: AbortSignal): Promise<Buffer>;
  /** Takes the memory of bytes that nobody reads any more, for others to stand in. */
  reuse(bytes: Buffer): void;
  /** Other bytes, as a request of their own. */
  fetch(range: Range, signal: AbortSignal): Promise<Buffer>;
}

/**
 * @param length of the first piece.
 * @throws {@link OperatorError} when the object cannot be opened.
 */
export async function openObject(
  origin: Origin,
  length: number,
  signal: AbortSignal | undefined,
): Promise<OpenedObject> {
  const reply = await request(origin, { Range: header([0, length]) }, signal).catch((error: unknown) => {
    if ((error as Error).name === "InvalidRange") return undefined; // an empty object has no first byte
    throw failed(origin, error);
  });
  const empty = async (): Promise<Buffer> => Buffer.alloc(0);
  const free: ArrayBufferLike[] = [];
  const reuse = (bytes: Buffer): void => {
    if (bytes.buffer.byteLength >= length) free.push(bytes.buffer);
  };
  if (reply === undefined) return { size: 0, firstBytes: 0, first: empty, fetch: empty, reuse };
  const size = totalOf(reply) ?? reply.ContentLength;
  if (size === undefined) throw new Error(`S3 announced no length for ${origin.key}`);
  const same = reply.ETag === undefined ? {} : { IfMatch: reply.ETag };
  const fetch = (range: Range, aborted: AbortSignal, begun?: GetObjectCommandOutput): Promise<Buffer> => {
    const bytes = range[1] - range[0];
    const memory = (bytes <= length ? free.pop() : undefined) ?? Buffer.allocUnsafeSlow(bytes).buffer;
    return collect(origin, range, Buffer.from(memory, 0, bytes), same, aborted, begun);
  };
  // A server that knows no ranges sends all of it.
  const firstBytes = totalOf(reply) === undefined ? size : Math.min(length, size);
  return { size, firstBytes, first: (aborted) => fetch([0, firstBytes], aborted, reply), fetch, reuse };
}

/** Reads a range to its end. A body that breaks off is continued where it broke, on the same object (`If-Match`). */
async function collect(
  origin: Origin,
  [from, to]: Range,
  bytes: Buffer,
  same: { readonly IfMatch?: string },
  signal: AbortSignal,
  begun: GetObjectCommandOutput | undefined,
): Promise<Buffer> {
  let reply = begun;
  let at = from;
  for (let breaks = 0; at < to; breaks += 1) {
    reply ??= await request(origin, { ...same, Range: header([at, to]) }, signal).catch((error) => {
      throw failed(origin, error);
    });
    try {
      // Iterating over the stream would join what waits in it, which is one more copy of everything.
      const body = addAbortSignal(signal, reply.Body as Readable).on("data", (chunk: Buffer) => {
        chunk.copy(bytes, at - from);
        setImmediate(giveBack, chunk); // when Node.js is through with it
        at += chunk.length;
        breaks = 0;
      });
      await finished(body);
      if (at < to) throw new OperatorError("unavailable", `the body ends at ${at} instead of ${to}`);
    } catch (cause) {
      signal.throwIfAborted();
      if (breaks >= MAX_BREAKS) throw brokeOff(origin, at, to, cause);
    }
    reply = undefined;
  }
  if (at === to) return bytes;
  throw new Error(`S3 sent ${at - from} bytes of ${origin.key}, asked for were ${to - from}`);
}

async function request(
  { client, bucket: Bucket, key: Key }: Origin,
  more: { readonly Range: string; readonly IfMatch?: string },
  signal: AbortSignal | undefined,
): Promise<GetObjectCommandOutput> {
  return client.send(
    new GetObjectCommand({ Bucket, Key, ...more }),
    signal === undefined ? {} : { abortSignal: signal },
  );
}

const header = ([from, to]: Range): string => `bytes=${from}-${to - 1}`;

/** Bytes of the whole object, from `bytes 0-99/1234`. */
function totalOf({ ContentRange }: GetObjectCommandOutput): number | undefined {
  const total = /\/(\d+)$/.exec(ContentRange ?? "")?.[1];
  return total === undefined ? undefined : Number(total);
}

function failed({ bucket, key }: Origin, error: unknown): unknown {
  if ((error as Error).name === "PreconditionFailed")
    return new OperatorError("source", `s3://${bucket}/${key} was replaced while it was read`, {
      hint: "find out who writes to it, and try again",
      cause: error,
    });
  return toOperatorError(error, { action: `read s3://${bucket}/${key}` });
}

function brokeOff({ bucket, key }: Origin, at: number, to: number, cause: unknown): OperatorError {
  return new OperatorError(
    "unavailable",
    `cannot read s3://${bucket}/${key}: it broke off after ${at} of ${to} bytes`,
    { hint: "try again; check the network", cause },
  );
}
