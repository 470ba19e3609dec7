/** Inspects whatever the first bytes say it is: a message of the AWS Encryption SDK, or an age file. */

import type { ByteRanges } from "../ports";
import { ByteReader } from "../streams/byte-reader";
import { follow, inspectAll, inspectRanges, inspectStream } from "./message/inspect-file";
import type { Inspection } from "./message/message-inspector";
import { AGE_INTRO } from "./not-a-message";
import { type AgeInspection, AgeInspector } from "./passphrase/age-inspector";
import { ARMOR_PEEK, dearmored, isArmored } from "./passphrase/armor";

export type AnyInspection =
  | { readonly kind: "message"; readonly found: Inspection }
  | { readonly kind: "age"; readonly found: AgeInspection; readonly armored: boolean };

/** @param far whether each read takes so long that only a few are worth it. */
export async function inspectPlaces(ranges: ByteRanges, far: boolean): Promise<AnyInspection> {
  const start = await ranges.read(0, ARMOR_PEEK);
  if (isArmored(start)) return inspectArmored(allOf(ranges));
  if (!isAge(start))
    return { kind: "message", found: far ? await inspectRanges(ranges) : await inspectAll(ranges) };
  const inspector = new AgeInspector();
  await follow(inspector, ranges, 0);
  return { kind: "age", found: inspector.finish(), armored: false };
}

export async function inspectPipe(chunks: AsyncIterable<Buffer>): Promise<AnyInspection> {
  const bytes = new ByteReader(chunks);
  const start = await bytes.peek(ARMOR_PEEK);
  if (isArmored(start)) return inspectArmored(bytes.take());
  if (!isAge(start)) return { kind: "message", found: await inspectStream(bytes.take()) };
  return { kind: "age", found: await inspectAge(bytes.take()), armored: false };
}

async function inspectArmored(chunks: AsyncIterable<Buffer>): Promise<AnyInspection> {
  return { kind: "age", found: await inspectAge(dearmored(chunks)), armored: true };
}

async function inspectAge(chunks: AsyncIterable<Buffer>): Promise<AgeInspection> {
  const inspector = new AgeInspector();
  for await (const chunk of chunks) inspector.push(chunk);
  return inspector.finish();
}

async function* allOf(ranges: ByteRanges): AsyncGenerator<Buffer> {
  for (let at = 0; at < ranges.size; ) {
    const bytes = await ranges.read(at, READ_BYTES);
    if (bytes.length === 0) return;
    yield bytes;
    at += bytes.length;
  }
}

/** Bytes of one read: 1 MiB. */
const READ_BYTES = 1024 ** 2;

const isAge = (start: Buffer): boolean => start.subarray(0, AGE_INTRO.length).equals(Buffer.from(AGE_INTRO));
