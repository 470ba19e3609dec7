/**
 * Reads objects in ranges, several at a time: one connection to S3 is slower than the rest of a restore.
 *
 * The SDK's checksums are those of whole objects, so none is compared here. A payload needs none: each of its frames is
 * authenticated when it is opened, and so is that none is missing.
 */
import type { ByteRanges, ReadableOnce } from "../ports";
import { RANGE_BYTES } from "./limits";
import { type OpenedObject, type Origin, openObject } from "./range";
import { type Fetch, ReadAhead } from "./read-ahead";

/** Ranges on their way or waiting for their turn: 16 MiB. */
const RANGES_AHEAD = 4;

/** Bytes of the first request of {@link openRanges}: longer than any header of a backup. */
const START_BYTES = 16 * 1024;

/**
 * All of an object, from its first byte to its last.
 * @throws {@link OperatorError} when the object cannot be opened.
 */
export async function download(origin: Origin, signal: AbortSignal | undefined): Promise<ReadableOnce> {
  const object = await openObject(origin, RANGE_BYTES, signal);
  const { reuse, size, etag, isVersion = false } = object;
  const body = new ReadAhead(pieces(object), RANGES_AHEAD, reuse, size, signal);
  const first = (aborted: AbortSignal): Promise<Buffer> => {
    body.hold();
    return object.first(aborted);
  };
  const parcels =
    object.firstBytes < size ? { size, first, fill: object.fill, prepare: object.prepare } : undefined;
  return etag === undefined ? body : Object.assign(body, { etag, isVersion, parcels });
}

function* pieces({ size, firstBytes, first, fetch }: OpenedObject): Generator<Fetch> {
  yield first;
  for (let at = firstBytes; at < size; at += RANGE_BYTES) {
    const range = [at, Math.min(at + RANGE_BYTES, size)] as const;
    yield (signal) => fetch(range, signal);
  }
}

/** An object of which only some places are read. */
export async function openRanges(origin: Origin, signal: AbortSignal = NEVER): Promise<ByteRanges> {
  const { size, etag, first, fetch } = await openObject(origin, START_BYTES, signal);
  const start = await first(signal);
  let fetched = start.length;
  return {
    size,
    etag,
    get fetchedBytes() {
      return fetched;
    },
    read: async (position, length) => {
      const end = Math.min(position + length, size);
      if (end <= start.length) return start.subarray(position, end);
      const bytes = await fetch([position, end], signal);
      fetched += bytes.length;
      return bytes;
    },
  };
}

const NEVER = new AbortController().signal;
