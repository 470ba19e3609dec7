/** What replies of S3 must hold before anything of them is used. The SDK gives whatever it could parse: anything may be missing. */
import type {
  CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommandOutput,
  GetObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { BadReplyError } from "../../clients/replies/bad-reply";

/** Names under which S3 answers with another one: ARNs and aliases of access points. */
const ACCESS_POINT = /^arn:|-s3alias$|\.mrap$/;

/** @throws BadReplyError */
export function assertBucket(answered: string | undefined, asked: string): void {
  if (answered === undefined || answered === asked || ACCESS_POINT.test(asked)) return;
  throw new BadReplyError("the reply is about another bucket than the one that was asked for");
}

function assertKey(answered: string | undefined, asked: string): void {
  if (answered !== undefined && answered !== asked)
    throw new BadReplyError("the reply is about another key than the one that was asked for");
}

/** Where something is written, and what. */
export interface Written {
  readonly Bucket: string;
  readonly Key: string;
  /** CRC-32 in base64. */
  readonly crc32: string;
}

/** The id of an upload that was begun. @throws BadReplyError */
export function begunUpload(
  { UploadId: id, Bucket, Key }: CreateMultipartUploadCommandOutput,
  asked: Omit<Written, "crc32">,
): string {
  if (typeof id !== "string" || id === "") throw new BadReplyError("the reply has no id of the upload");
  assertBucket(Bucket, asked.Bucket);
  assertKey(Key, asked.Key);
  return id;
}

/** The ETag of what was stored. @throws BadReplyError when nothing says that it was, or something else was. */
export function storedTag(
  {
    ETag: tag,
    ChecksumCRC32: crc32,
  }: { readonly ETag?: string | undefined; readonly ChecksumCRC32?: string | undefined },
  asked: Pick<Written, "crc32">,
): string {
  if (typeof tag !== "string" || tag.replaceAll('"', "") === "")
    throw new BadReplyError("the reply has no ETag of what was stored");
  if (crc32 !== undefined && crc32 !== asked.crc32)
    throw new BadReplyError("the reply has another checksum than what was sent");
  return tag;
}

/** @throws BadReplyError when nothing says that the upload is an object now. */
export function assertCompleted(reply: CompleteMultipartUploadCommandOutput, asked: Written): void {
  assertBucket(reply.Bucket, asked.Bucket);
  assertKey(reply.Key, asked.Key);
  storedTag(reply, asked);
}

/** A part of an object that is on its way. */
export interface Incoming {
  /** Bytes of the whole object. */
  readonly size: number;
  /** Byte after the last one that comes. */
  readonly to: number;
  readonly etag: string;
  /** Whether this version of the object has an id of its own. */
  readonly isVersion: boolean;
}

/**
 * What a reply to GetObject brings, by its own words.
 * @param asked for: first byte, and the one after the last; the object may end before. `undefined` for what has to be empty.
 * @throws BadReplyError
 */
export function incoming(
  {
    ContentRange: range,
    ContentLength: length,
    ETag: etag,
    VersionId: id,
    $metadata,
  }: GetObjectCommandOutput,
  asked: readonly [from: number, to: number] | undefined,
): Incoming {
  if (typeof etag !== "string" || etag.replaceAll('"', "") === "")
    throw new BadReplyError("the reply has no ETag");
  const [from, to] = asked ?? [0, 0];
  // Source: S3 User Guide, "Adding objects to versioning-suspended buckets": what has no id is replaced for good.
  const isVersion = typeof id === "string" && id !== "" && id !== "null";
  if (range === undefined) {
    if ($metadata.httpStatusCode === 206)
      throw new BadReplyError("the reply has a part of the object, and does not say which");
    // A server that knows no ranges sends all of it.
    if (from !== 0)
      throw new BadReplyError("the reply has all of the object where a part of it was asked for");
    if (length === undefined || !Number.isSafeInteger(length) || length < 0)
      throw new BadReplyError("the reply has no length that an object can have");
    if (asked === undefined && length > 0)
      throw new BadReplyError("the object has a first byte, and yet not when it was asked for");
    return { size: length, to: length, etag, isVersion };
  }
  const numbers = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? []).slice(1).map(Number);
  const [first = Number.NaN, last = Number.NaN, size = Number.NaN] = numbers;
  if (![first, last, size].every(Number.isSafeInteger))
    throw new BadReplyError("the reply does not say which part of how much it has");
  if (first !== from || last !== Math.min(to, size) - 1)
    throw new BadReplyError("the reply has another part of the object than the one that was asked for");
  if (length !== undefined && length !== last + 1 - first)
    throw new BadReplyError("the reply has another length than the part that it says it has");
  return { size, to: last + 1, etag, isVersion };
}
