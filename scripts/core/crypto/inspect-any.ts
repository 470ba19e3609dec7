/** Inspects whatever the first bytes say it is: a message of the AWS Encryption SDK, or an age file. */

import type { ByteRanges } from "../ports";
import { ByteReader } from "../streams/byte-reader";
import { follow, inspectAll, inspectRanges, inspectStream } from "./message/inspect-file";
import type { Inspection } from "./message/message-inspector";
import { AGE_INTRO } from "./not-a-message";
import { type AgeInspection, AgeInspector } from "./passphrase/age-inspector";

export type AnyInspection =
  | { readonly kind: "message"; readonly found: Inspection }
  | { readonly kind: "age"; readonly found: AgeInspection };

/** @param far whether each read takes so long that only a few are worth it. */
export async function inspectPlaces(ranges: ByteRanges, far: boolean): Promise<AnyInspection> {
  if (!isAge(await ranges.read(0, AGE_INTRO.length)))
    return { kind: "message", found: far ? await inspectRanges(ranges) : await inspectAll(ranges) };
  const inspector = new AgeInspector();
  await follow(inspector, ranges, 0);
  return { kind: "age", found: inspector.finish() };
}

export async function inspectPipe(chunks: AsyncIterable<Buffer>): Promise<AnyInspection> {
  const bytes = new ByteReader(chunks);
  if (!isAge(await bytes.peek(AGE_INTRO.length)))
    return { kind: "message", found: await inspectStream(bytes.take()) };
  const inspector = new AgeInspector();
  for await (const chunk of bytes.take()) inspector.push(chunk);
  return { kind: "age", found: inspector.finish() };
}

const isAge = (start: Buffer): boolean => start.subarray(0, AGE_INTRO.length).equals(Buffer.from(AGE_INTRO));
