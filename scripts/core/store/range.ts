/** Pieces of one object, all of them from the same version of it. */
import { addAbortSignal, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { requestSigner } from "../../clients/signed-request";
import { OperatorError } from "../../errors";
import type { Place } from "../crew/protocol";
import type { WorkCrew } from "../crew/work-crew";
import { giveBack } from "../streams/give-back";
import { unlessAborted } from "../streams/unless-aborted";
import { type Incoming, incoming } from "./replies";
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
  /** @default - the current version */
  readonly versionId?: string | undefined;
}

/** Bytes of an object: from the first one, up to but without the second. */
export type Range = readonly [from: number, to: number];

/** An object of which the first bytes are on their way. */
export interface OpenedObject {
  /** Bytes of the whole object. */
  readonly size: number;
  /** Of an object that has bytes. */
  readonly etag?: string;
  readonly isVersion?: boolean;
  /** How many of them are on their way. */
  readonly firstBytes: number;
  /** They, and the same ones however often they are asked for. */
  first(signal: AbortSignal): Promise<Buffer>;
  /** Takes the memory of bytes that nobody reads any more, for others to stand in. */
  reuse(bytes: Buffer): void;
  /** Other bytes, as a request of their own. */
  fetch(range: Range, signal: AbortSignal): Promise<Buffer>;
  /** Other bytes, as {@link Parcels} have it. */
  fill(from: number, into: Place, crew: WorkCrew, signal: AbortSignal): Promise<void>;
  prepare(crew: WorkCrew, places: number): void;
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
  const opened = await open(origin, { range: [0, length] }, signal).catch(async (error: unknown) => {
    if ((error as Error).name !== "InvalidRange") throw failed(origin, error);
    if (!saysEmpty(error)) await assertEmpty(origin, signal);
    return undefined;
  });
  const free: ArrayBufferLike[] = [];
  const reuse = (bytes: Buffer): void => {
    if (bytes.buffer.byteLength >= length) free.push(bytes.buffer);
  };
  if (opened === undefined)
    return {
      ...{ size: 0, firstBytes: 0, first: empty, fetch: empty, reuse },
      ...{ fill: async () => {}, prepare: () => {} },
    };
  const { size, etag, isVersion, to: firstBytes } = opened;
  if (firstBytes > Math.max(length, MAX_WHOLE_BYTES)) {
    opened.body.destroy();
    throw noRanges(origin, size);
  }
  const same = { size, etag };
  const fetch = (range: Range, aborted: AbortSignal, begun?: Opened): Promise<Buffer> => {
    const bytes = range[1] - range[0];
    const memory = (bytes <= length ? free.pop() : undefined) ?? Buffer.allocUnsafeSlow(bytes).buffer;
    return collect(origin, range, Buffer.from(memory, 0, bytes), same, aborted, begun);
  };
  let start: Promise<Buffer> | undefined;
  const first = (aborted: AbortSignal): Promise<Buffer> => {
    start ??= fetch([0, firstBytes], aborted, opened);
    return start;
  };
  return { size, etag, isVersion, firstBytes, first, fetch, reuse, ...filling(origin, same) };
}

const empty = async (): Promise<Buffer> => Buffer.alloc(0);

/** Odd replies to threads, after which they are not asked any more: whatever it is, it is so with every reply. */
const MAX_ODD = 2;

/**
 * Fetches ranges by threads. They understand one kind of reply; after any other, and where a proxy is between, a range is fetched as every other
 * is, with its further tries, and with the right words for what is wrong.
 */
function filling(origin: Origin, same: Version): Pick<OpenedObject, "fill" | "prepare"> {
  const sign = requestSigner(origin.client);
  const signed = (range: Range) => sign(new GetObjectCommand(requestFor(origin, range, same)));
  const connect = async (crew: WorkCrew, places: number): Promise<void> => {
    const request = await signed([0, 1]);
    if (request === undefined) return;
    const like = { ...request, expected: {} };
    await Promise.all(Array.from({ length: places }, () => crew.connect(like)));
  };
  let odd = 0;
  const fill: OpenedObject["fill"] = async (from, into, crew, signal) => {
    const range = [from, from + into.length] as const;
    if (odd < MAX_ODD) {
      const request = await signed(range).catch((error) => {
        throw failed(origin, error);
      });
      const expected = {
        etag: same.etag,
        "content-range": `bytes ${range[0]}-${range[1] - 1}/${same.size}`,
      };
      if (request === undefined) odd = MAX_ODD;
      else if ((await unlessAborted(crew.fetch({ ...request, expected }, into), signal)) === undefined)
        return;
      else odd += 1;
    }
    await collect(
      origin,
      range,
      Buffer.from(into.buffer, into.byteOffset, into.length),
      same,
      signal,
      undefined,
    );
  };
  // What fails here fails again where bytes are asked for, and is told there.
  return { fill, prepare: (crew, places) => void connect(crew, places).catch(() => {}) };
}

/** Whether the refusal of a range says that the object is empty, and has no first byte. Source: S3 API Reference, "Error responses", InvalidRange. */
const saysEmpty = (error: unknown): boolean =>
  String((error as { ActualObjectSize?: unknown }).ActualObjectSize) === "0";

/** Asks a server for all of an object of which it does not have the first byte. */
async function assertEmpty(origin: Origin, signal: AbortSignal | undefined): Promise<void> {
  const { body } = await open(origin, {}, signal).catch((error: unknown) => {
    throw failed(origin, error);
  });
  body.destroy();
}

/** Reads a range to its end. A body that breaks off is continued where it broke, on the same object (`If-Match`). */
async function collect(
  origin: Origin,
  [from, to]: Range,
  bytes: Buffer,
  same: Version,
  signal: AbortSignal,
  begun: Opened | undefined,
): Promise<Buffer> {
  let reply = begun;
  let at = from;
  for (let breaks = 0, since = from; at < to; breaks += 1) {
    const { body } =
      reply ??
      (await open(origin, { range: [at, to], same }, signal).catch((error) => {
        throw failed(origin, error);
      }));
    // Iterating over the stream would join what waits in it, which is one more copy of everything.
    addAbortSignal(signal, body).on("data", (chunk: Buffer) => {
      // What sends more than it was asked for may never stop.
      if (chunk.length > to - at)
        return void body.destroy(new BadReplyError("the reply has more bytes than it says"));
      chunk.copy(bytes, at - from);
      setImmediate(giveBack, chunk); // when Node.js is through with it
      at += chunk.length;
    });
    const watched = breakOffStalling(body, () => at);
    try {
      await finished(body);
      if (at < to) throw new OperatorError("unavailable", `the body ends at ${at} instead of ${to}`);
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof BadReplyError) throw failed(origin, cause);
      if (at - since >= PROGRESS_BYTES) breaks = 0;
      if (at < to && breaks >= MAX_BREAKS) throw brokeOff(origin, at, to, cause);
    } finally {
      watched();
    }
    since = at;
    reply = undefined;
  }
  return bytes;
}

/** What all replies must be parts of. */
interface Version {
  /** Bytes of the whole object. */
  readonly size: number;
  readonly etag: string;
}

interface Opened extends Incoming {
  readonly body: Readable;
}

interface Wanted {
  /** All of the object when absent, which must be empty then. */
  readonly range?: Range;
  readonly same?: Version;
}

async function open(
  origin: Origin,
  { range, same }: Wanted,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  const request = new GetObjectCommand(requestFor(origin, range, same));
  const reply = await origin.client.send(request, sendOptions("download", signal));
  const body = reply.Body as Readable;
  try {
    const comes = incoming(reply, range);
    if (same !== undefined && (comes.etag !== same.etag || comes.size !== same.size))
      throw new BadReplyError("the reply has a part of another object than the parts before");
    return { ...comes, body };
  } catch (error) {
    body.destroy();
    throw error;
  }
}

const requestFor = (
  { bucket: Bucket, key: Key, versionId: VersionId }: Origin,
  range: Range | undefined,
  same: Version | undefined,
) => ({
  Bucket,
  Key,
  ...(VersionId !== undefined && { VersionId }),
  ...(range && { Range: `bytes=${range[0]}-${range[1] - 1}` }),
  ...(same && { IfMatch: same.etag }),
});

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
