/** Authenticates a message in a few places: its header, its last frame, and others at random. */
import { randomInt } from "node:crypto";
import type { ByteRanges, SpotCheck } from "../ports";
import { damaged, empty, trailingBytes, truncated } from "./damage";
import { FrameCipher } from "./frames/frame-cipher";
import { framesInFlight, MAX_HEADER_BYTES } from "./limits";
import type { OpeningKeys } from "./message/data-keys";
import { frameBytes, frameOffset } from "./message/frame-layout";
import { inspectRanges } from "./message/inspect-file";
import { MessageBody, type ReadFrame } from "./message/message-body";
import { FINAL_HEAD_BYTES, type ParsedHeader, TAG_BYTES } from "./message/message-header";
import { verifierFor } from "./message/signature";
import { summary } from "./messages";
import { admitHeader, type OpenSettings, unlockHeader } from "./open-stream";

/** Bytes of the first read for the header; doubled until it is there. */
const HEADER_READ_BYTES = 16 * 1024;

/**
 * The last frame authenticates its own number, and it stands where the size says: so the message has as many frames as it should.
 *
 * @param sample frames that are opened besides the last one.
 * @throws OperatorError as opening the message does.
 */
export async function spotCheck(
  ranges: ByteRanges,
  keys: OpeningKeys,
  settings: OpenSettings,
  sample: number,
): Promise<SpotCheck> {
  const header = await readHeader(ranges, keys, settings);
  verifierFor(header.suite, header.encryptionContext);
  const cipher = FrameCipher.create(header, await unlockHeader(header, keys));
  const { status, problem, frames, plaintextBytes } = await inspectRanges(ranges);
  if (status === "truncated") throw truncated();
  if (status === "followed by other bytes") throw trailingBytes();
  if (status === "damaged") throw damaged(problem ?? "its frames cannot be followed");
  const last = frames - 1;
  const indices = [last, ...sampled(last, sample)];
  const open = frameOpener({ header, cipher, ranges, last, plaintextBytes });
  const atOnce = framesInFlight(header.frameLength);
  for (let done = 0; done < indices.length; done += atOnce) {
    const opened = indices.slice(done, done + atOnce).map(open);
    for (const result of await Promise.allSettled(opened))
      if (result.status === "rejected") throw result.reason;
  }
  return {
    ...summary(header),
    frames,
    checkedFrames: indices.map((index) => index + 1).sort((a, b) => a - b),
    plaintextBytes,
    signed: header.suite.signature !== undefined,
  };
}

/** The header of a message, by a read or two. It is not authenticated. @throws OperatorError as opening the message does. */
export async function readHeader(
  ranges: ByteRanges,
  keys: Pick<OpeningKeys, "admit">,
  settings: OpenSettings,
): Promise<ParsedHeader> {
  if (ranges.size === 0) throw empty();
  for (let length = HEADER_READ_BYTES; ; length *= 2) {
    const start = await ranges.read(0, Math.min(length, MAX_HEADER_BYTES));
    const header = admitHeader(start, keys, settings);
    if (header !== undefined) return header;
    if (start.length === ranges.size) throw truncated();
  }
}

interface Place {
  readonly header: ParsedHeader;
  readonly cipher: FrameCipher;
  readonly ranges: ByteRanges;
  /** Index of the last frame. */
  readonly last: number;
  /** Of the whole message. */
  readonly plaintextBytes: number;
}

/** Fetches the frame of an index and opens it. */
function frameOpener({ header, cipher, ranges, last, plaintextBytes }: Place) {
  const { frameLength } = header;
  const shape = { frameLength, signed: false, collect: true };
  const lastBytes = FINAL_HEAD_BYTES + (plaintextBytes - last * frameLength) + TAG_BYTES;
  return async (index: number): Promise<void> => {
    const bytes = await ranges.read(
      frameOffset(header, index),
      index === last ? lastBytes : frameBytes(frameLength),
    );
    let plaintext: Buffer | Promise<Buffer> | undefined;
    const frame = (head: ReadFrame, content: Buffer): void => {
      plaintext = cipher.open(head, content);
    };
    const body = new MessageBody(shape, { frame });
    if (frameLength > 0) body.jump(index);
    body.push(bytes);
    await plaintext;
    if (plaintext === undefined || body.ended !== (index === last)) throw truncated();
  };
}

/** Different numbers below `count`, chosen at random; all of them if there are no more than `wanted`. */
function sampled(count: number, wanted: number): number[] {
  if (count <= wanted) return Array.from({ length: count }, (_, index) => index);
  const chosen = new Set<number>();
  while (chosen.size < wanted) chosen.add(randomInt(count));
  return [...chosen];
}
