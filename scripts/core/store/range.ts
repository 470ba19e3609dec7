/** Pieces of one object, all of them from the same version of it. */
import { addAbortSignal, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { sendOptions } from "../../clients/http/limits";
import { toOperatorError } from "../../clients/sdk-errors";
import { OperatorError } from "../../errors";
import { giveBack } from "../streams/give-back";
import { breakOffStalling } from "./stalling";

/** Times in a row that a body may break off with less than {@link PROGRESS_BYTES} in between. */
const MAX_BREAKS = 5;
const PROGRESS_BYTES = 64 * 1024;

/** Bytes of an object that is kept in memory whole, because its server knows no ranges: 256 MiB. */
const MAX_WHOLE_BYTES = 256 * 1024 ** 2;

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
  if (size === undefined || !Number.isSafeInteger(size) || size < 0)
    throw badReply(origin, "no length that an object can have");
  if (totalOf(reply) === undefined && size > MAX_WHOLE_BYTES) throw noRanges(origin, size);
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
  for (let breaks = 0, since = from; at < to; breaks += 1) {
    reply ??= await request(origin, { ...same, Range: header([at, to]) }, signal).catch((error) => {
      throw failed(origin, error);
    });
    refuseOther(origin, reply, at);
    // Iterating over the stream would join what waits in it, which is one more copy of everything.
    const body = addAbortSignal(signal, reply.Body as Readable).on("data", (chunk: Buffer) => {
      chunk.copy(bytes, at - from);
      setImmediate(giveBack, chunk); // when Node.js is through with it
      at += chunk.length;
      if (at > to) body.destroy(); // what sends more than it was asked for may never stop
    });
    const watched = breakOffStalling(body, () => at);
    try {
      await finished(body);
      if (at < to) throw new OperatorError("unavailable", `the body ends at ${at} instead of ${to}`);
    } catch (cause) {
      signal.throwIfAborted();
      if (at - since >= PROGRESS_BYTES) breaks = 0;
      if (at < to && breaks >= MAX_BREAKS) throw brokeOff(origin, at, to, cause);
    } finally {
      watched();
    }
    since = at;
    reply = undefined;
  }
  if (at === to) return bytes;
  throw badReply(origin, `more than the ${to - from} bytes that were asked for`);
}

/** The bytes that come have to be those that were asked for: a server that knows no ranges sends all of them, from the first. */
function refuseOther(origin: Origin, { ContentRange }: GetObjectCommandOutput, at: number): void {
  const first = ContentRange === undefined ? 0 : Number(/^bytes (\d+)-/.exec(ContentRange)?.[1]);
  if (first !== at) throw badReply(origin, `other bytes than those from ${at} on`);
}

async function request(
  { client, bucket: Bucket, key: Key }: Origin,
  more: { readonly Range: string; readonly IfMatch?: string },
  signal: AbortSignal | undefined,
): Promise<GetObjectCommandOutput> {
  return client.send(new GetObjectCommand({ Bucket, Key, ...more }), sendOptions("download", signal));
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

const noRanges = ({ bucket, key }: Origin, size: number): OperatorError =>
  new OperatorError(
    "refused",
    `cannot read s3://${bucket}/${key}: the server sends all of its ${size} bytes instead of a range, allowed are ${MAX_WHOLE_BYTES}`,
    { hint: "use a server that has ranges of objects" },
  );

const badReply = ({ bucket, key }: Origin, what: string): OperatorError =>
  new OperatorError("badReply", `cannot read s3://${bucket}/${key}: S3 sent ${what}`, {
    hint: "check the endpoint, and what stands between it and this host: S3 does not answer so",
  });
