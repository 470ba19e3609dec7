/** Inspects a message without reading more of it than its header and the heads of its frames. */
import type { FileHandle } from "node:fs/promises";
import type { ByteRanges } from "../../ports";
import { frameOffset } from "./frame-layout";
import type { ParsedHeader } from "./message-header";
import { type Inspection, MessageInspector } from "./message-inspector";

/** Bytes of one read; more than a frame's head only helps where frames are short. */
const READ_BYTES = 16 * 1024;

/** Reads the head of every frame. */
export async function inspectFile(file: FileHandle, size: number): Promise<Inspection> {
  return inspectAll(fileRanges(file, size));
}

export async function inspectAll(ranges: ByteRanges): Promise<Inspection> {
  const inspector = new MessageInspector();
  await follow(inspector, ranges, 0);
  return inspector.finish();
}

/**
 * Reads the header, and of the frames only where they end: a request for each head would take longer than the whole object.
 * What is changed in between is not seen.
 */
export async function inspectRanges(ranges: ByteRanges): Promise<Inspection> {
  const inspector = new MessageInspector();
  let position = 0;
  while (position < ranges.size && inspector.parsedHeader === undefined) {
    const bytes = await ranges.read(position, READ_BYTES);
    inspector.push(bytes);
    position += bytes.length;
  }
  const header = inspector.parsedHeader;
  if (header !== undefined && header.frameLength > 0) {
    const frames = await countFrames(header, ranges);
    if (frameOffset(header, frames) > position) {
      inspector.jump(frames);
      position = frameOffset(header, frames);
    }
  }
  await follow(inspector, ranges, position);
  return inspector.finish();
}

export async function inspectStream(chunks: AsyncIterable<Buffer>): Promise<Inspection> {
  const inspector = new MessageInspector();
  for await (const chunk of chunks) inspector.push(chunk);
  return inspector.finish();
}

/** Anything that is told bytes, and which of them it does not need. */
interface Follower {
  readonly skippable: number;
  skip(bytes: number): void;
  push(chunk: Buffer): void;
}

/** Reads what is needed, from a place on. */
export async function follow(inspector: Follower, ranges: ByteRanges, from: number): Promise<void> {
  for (let position = from; position < ranges.size; ) {
    const skippable = Math.min(inspector.skippable, ranges.size - position);
    inspector.skip(skippable);
    position += skippable;
    const bytes = await ranges.read(position, READ_BYTES);
    if (bytes.length === 0) return;
    inspector.push(bytes);
    position += bytes.length;
  }
}

/**
 * Frames before the last one, or before the place where something else stands: their numbers are where they can be computed,
 * so a few looks find the end. Mostly it is where the size says; a message that is followed by other bytes takes a search.
 */
async function countFrames(header: ParsedHeader, ranges: ByteRanges): Promise<number> {
  const isFrame = async (index: number): Promise<boolean> => {
    const number = await ranges.read(frameOffset(header, index), 4);
    return number.length === 4 && number.readUInt32BE() === index + 1;
  };
  const most = Math.max(
    0,
    Math.floor((ranges.size - header.length) / (frameOffset(header, 1) - header.length)),
  );
  if (most === 0 || (await isFrame(most - 1))) return most;
  let [low, high] = [0, most - 1]; // all before `low` are frames, `high` is none
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isFrame(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function fileRanges(file: FileHandle, size: number): ByteRanges {
  let fetchedBytes = 0;
  return {
    size,
    get fetchedBytes() {
      return fetchedBytes;
    },
    read: async (position, length) => {
      const buffer = Buffer.alloc(Math.min(length, size - position));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      fetchedBytes += bytesRead;
      return buffer.subarray(0, bytesRead);
    },
  };
}
