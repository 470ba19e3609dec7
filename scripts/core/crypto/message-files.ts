/** Messages from file to file: their frames stand where they can be computed, so that threads can share them. */
import { watchInput } from "../file-identity";
import type { FilePair, SealedHeader } from "../ports";
import { notAuthentic, trailingBytes, truncated } from "./damage";
import { frameJob } from "./frames/frame-cipher";
import { FrameCrew } from "./frames/frame-crew";
import { FRAME_LENGTH_BYTES, MAX_FRAME_OF_THREADS, MAX_HEADER_BYTES } from "./limits";
import type { OpeningKeys, SealingKeys } from "./message/data-keys";
import { coversAll, layout } from "./message/frame-layout";
import { inspectFile } from "./message/inspect-file";
import { verifierFor } from "./message/signature";
import { summary } from "./messages";
import { admitHeader, type OpenSettings, unlockHeader } from "./open-stream";
import { type SealSettings, startMessage } from "./seal-stream";

/** Below this a stream is done before the threads have started. Source: bench/. */
const THREADS_FROM_BYTES = 16 * 1024 * 1024;

/** Shorter frames cost more in calls to the file system than threads gain. */
const MIN_FRAME_BYTES = 64 * 1024;

/** @returns `undefined`, with nothing written, when a stream is the better way: short or special files, signatures. */
export async function sealFile(
  keys: SealingKeys,
  settings: SealSettings,
  { input, output, signal }: FilePair,
): Promise<SealedHeader | undefined> {
  const watched = await watchInput(input);
  const { size } = watched;
  if (settings.signed === true || size < THREADS_FROM_BYTES) return undefined;
  const { frameLength = FRAME_LENGTH_BYTES } = settings;
  const crew = new FrameCrew(Math.floor(size / frameLength) + 1);
  try {
    const { header, headerBytes, key } = await startMessage(keys, settings);
    await output.write(headerBytes, 0, headerBytes.length, 0);
    const job = {
      ...frameJob(header, key),
      mode: "seal",
      input: input.fd,
      output: output.fd,
      lastLength: size % frameLength,
      bodyOffset: headerBytes.length,
    } as const;
    await crew.convert(job, signal);
    await watched.assertUnchanged();
    return summary(header);
  } finally {
    await crew.end();
  }
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
  if (frameLength < MIN_FRAME_BYTES || frameLength > MAX_FRAME_OF_THREADS) return undefined;
  verifierFor(header.suite, header.encryptionContext);
  const { frames, lastLength } = layout(header, size);
  const covered = coversAll(header, { frames, lastLength }, size);
  const crew = new FrameCrew(covered ? frames : 0);
  let badFrame: number | undefined = frames;
  try {
    const key = await unlockHeader(header, keys);
    const job = {
      ...frameJob(header, key),
      mode: "open",
      input: input.fd,
      output: output.fd,
      lastLength,
      bodyOffset: header.length,
    } as const;
    if (covered) badFrame = await crew.convert(job, signal);
  } finally {
    await crew.end();
  }
  await watched.assertUnchanged();
  if (badFrame === undefined) return summary(header);
  const { status } = await inspectFile(input, size);
  if (status === "truncated") throw truncated();
  if (status === "followed by other bytes") throw trailingBytes();
  throw notAuthentic(`frame ${badFrame}`);
}
