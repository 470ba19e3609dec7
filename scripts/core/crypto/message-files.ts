/** Messages from file to file: their frames stand where they can be computed, so that threads can share them. */
import { createSecretKey, type KeyObject } from "node:crypto";
import { watchInput } from "../file-identity";
import type { FilePair, SealedHeader } from "../ports";
import { notAuthentic, trailingBytes, truncated } from "./damage";
import { frameAadStart } from "./frames/frame-cipher";
import { convertFrames, type FrameJob } from "./frames/frame-crew";
import { MAX_HEADER_BYTES } from "./limits";
import type { OpeningKeys, SealingKeys } from "./message/data-keys";
import { frameBytes, frameOffset } from "./message/frame-layout";
import { inspectFile } from "./message/inspect-file";
import type { MessageHeader, ParsedHeader } from "./message/message-header";
import { FINAL_HEAD_BYTES, TAG_BYTES } from "./message/message-header";
import { verifierFor } from "./message/signature";
import { summary } from "./messages";
import { admitHeader, type OpenSettings, unlockHeader } from "./open-stream";
import { type SealSettings, startMessage } from "./seal-stream";

/** Below this a stream is done before the threads have started. Source: bench/. */
const THREADS_FROM_BYTES = 16 * 1024 * 1024;

/** Frames for threads: shorter ones cost more in calls than they gain, longer ones too much memory. */
const FRAME_LENGTHS = { min: 64 * 1024, max: 4 * 1024 * 1024 } as const;

/** @returns `undefined`, with nothing written, when a stream is the better way: short or special files, signatures. */
export async function sealFile(
  keys: SealingKeys,
  settings: SealSettings,
  { input, output, signal }: FilePair,
): Promise<SealedHeader | undefined> {
  const watched = await watchInput(input);
  const { size } = watched;
  if (settings.signed === true || size < THREADS_FROM_BYTES) return undefined;
  const { header, headerBytes, key } = await startMessage(keys, settings);
  const { frameLength } = header;
  await output.write(headerBytes, 0, headerBytes.length, 0);
  const job = {
    ...jobFor(header, secret(key)),
    mode: "seal",
    input: input.fd,
    output: output.fd,
    frames: Math.floor(size / frameLength) + 1,
    lastLength: size % frameLength,
    bodyOffset: headerBytes.length,
  } as const;
  await convertFrames(job, signal);
  await watched.assertUnchanged();
  return summary(header);
}

/** @returns `undefined`, with nothing written, when a stream is the better way. @throws OperatorError as a stream does. */
export async function openFile(
  keys: OpeningKeys,
  settings: OpenSettings,
  { input, output, signal }: FilePair,
): Promise<SealedHeader | undefined> {
  const watched = await watchInput(input);
  const { size } = watched;
  if (size < THREADS_FROM_BYTES) return undefined;
  const start = Buffer.alloc(MAX_HEADER_BYTES);
  await input.read(start, 0, start.length, 0);
  const header = admitHeader(start, keys, settings);
  if (header === undefined || header.suite.signature !== undefined) return undefined;
  const { frameLength } = header;
  if (frameLength < FRAME_LENGTHS.min || frameLength > FRAME_LENGTHS.max) return undefined;
  verifierFor(header.suite, header.encryptionContext);
  const key = secret(await unlockHeader(header, keys));
  const job = {
    ...jobFor(header, key),
    ...layout(header, size),
    mode: "open",
    input: input.fd,
    output: output.fd,
    bodyOffset: header.length,
  } as const;
  const badFrame = coversAll(job, size) ? await convertFrames(job, signal) : job.frames;
  await watched.assertUnchanged();
  if (badFrame === undefined) return summary(header);
  const { status } = await inspectFile(input, size);
  if (status === "truncated") throw truncated();
  if (status === "followed by other bytes") throw trailingBytes();
  throw notAuthentic(`frame ${badFrame}`);
}

/** Where the frames are if the message is whole; if it is not, one of them is not where it should be. */
function layout(
  { frameLength, length }: ParsedHeader,
  size: number,
): Pick<FrameJob, "frames" | "lastLength"> {
  const body = size - length - FINAL_HEAD_BYTES - TAG_BYTES;
  const before = Math.floor(body / frameBytes(frameLength));
  return { frames: before + 1, lastLength: Math.min(body - before * frameBytes(frameLength), frameLength) };
}

/** Whether the frames end where the file does: a full last frame could be followed by bytes too few for another. */
function coversAll(
  { bodyOffset, frames, lastLength, frameLength }: Omit<FrameJob, "next">,
  size: number,
): boolean {
  const last = frameOffset({ length: bodyOffset, frameLength }, frames - 1);
  return last + FINAL_HEAD_BYTES + lastLength + TAG_BYTES === size;
}

function jobFor(
  { suite, messageId, frameLength }: MessageHeader,
  key: KeyObject,
): Pick<FrameJob, "cipher" | "key" | "frameAad" | "finalAad" | "frameLength"> {
  return {
    cipher: suite.cipher,
    key,
    frameAad: frameAadStart(messageId, "frame"),
    finalAad: frameAadStart(messageId, "final"),
    frameLength,
  };
}

function secret(key: Buffer): KeyObject {
  const object = createSecretKey(key);
  key.fill(0);
  return object;
}
