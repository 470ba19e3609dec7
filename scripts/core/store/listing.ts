/** The objects of a bucket in the order of their keys, from replies that fit together and what was asked. */
import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { pages } from "../../clients/replies/pages";
import type { ListOptions, StoredObject } from "../ports";
import { strictListing } from "./listing-words";
import { assertBucket } from "./replies";

export interface ListingTarget {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * @throws OperatorError when the listing cannot be had, or is not to be trusted: a listing that lacks something would make another backup the
 *   latest one.
 */
export async function* listObjects(
  { client, bucket, prefix }: ListingTarget,
  { signal, startAfter }: ListOptions,
): AsyncGenerator<StoredObject> {
  const ask = async (token: string | undefined): Promise<Page> => {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      EncodingType: "url", // a name may hold characters that XML has no place for
      ...(token === undefined
        ? startAfter !== undefined && { StartAfter: startAfter }
        : { ContinuationToken: token }),
    });
    return readPage(await client.send(strictListing(command), sendOptions("whole", signal)), {
      bucket,
      prefix,
      token,
    });
  };
  let last: Buffer | undefined;
  try {
    for await (const { objects } of pages(ask, ({ objects, ...said }) => ({
      ...said,
      count: objects.length,
    })))
      for (const object of objects) {
        const key = Buffer.from(object.key);
        assertOrder(last, key, bucket);
        last = key;
        yield object;
      }
  } catch (error) {
    throw toOperatorError(error, { action: `list s3://${bucket}/${prefix}` });
  }
}

interface Asked {
  readonly bucket: string;
  readonly prefix: string;
  readonly token: string | undefined;
}

interface Page {
  readonly objects: readonly StoredObject[];
  readonly more: unknown;
  readonly token: unknown;
}

/** What a reply says of itself is optional in servers that only resemble S3; what it says must be right. */
function readPage(reply: ListObjectsV2CommandOutput, asked: Asked): Page {
  const { Contents: contents = [], KeyCount: count, IsTruncated: more, NextContinuationToken: token } = reply;
  const encoded = reply.EncodingType === "url";
  assertBucket(reply.Name, asked.bucket);
  if (reply.Prefix !== undefined && plain(reply.Prefix, encoded) !== asked.prefix)
    throw new BadReplyError("the reply lists another prefix than the one that was asked for");
  if (reply.ContinuationToken !== undefined && reply.ContinuationToken !== (asked.token ?? ""))
    throw new BadReplyError("the reply is another page than the one that was asked for");
  if ((reply.CommonPrefixes ?? []).length > 0)
    throw new BadReplyError("the reply puts keys together, which was not asked for");
  if (count !== undefined && count !== contents.length)
    throw new BadReplyError(`the reply says that it lists ${count} keys, and lists ${contents.length}`);
  return {
    objects: contents.map((entry) => {
      const { Key, Size, LastModified, ETag } = entry ?? {}; // whatever the SDK says: an element can be empty
      if (Key === undefined || Key === "") throw new BadReplyError("the reply lists an object without a key");
      const key = plain(Key, encoded);
      if (!key.startsWith(asked.prefix))
        throw new BadReplyError("the reply lists a key outside of the prefix that was asked for");
      if (Size === undefined || !Number.isSafeInteger(Size) || Size < 0)
        throw new BadReplyError("the reply lists an object without a size");
      const etag = typeof ETag === "string" ? ETag.replaceAll('"', "") : "";
      const object = { key, size: Size, lastModified: LastModified ?? new Date(0) };
      return etag === "" ? object : { ...object, etag };
    }),
    more,
    token,
  };
}

export function plain(text: string, encoded: boolean): string {
  if (typeof text !== "string") throw new BadReplyError("the reply says one thing twice");
  if (!encoded) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new BadReplyError("the reply lists a key whose encoding is broken");
  }
}

/** Names of directory buckets, which are listed in no order. Source: S3 User Guide, "Directory bucket naming rules" and ListObjectsV2. */
const DIRECTORY_BUCKET = /--x-s3$/;

/** S3 lists keys in the order of their bytes: one that comes twice, or too late, is of another listing. */
export function assertOrder(last: Buffer | undefined, key: Buffer, bucket: string): void {
  if (last === undefined) return;
  const order = Buffer.compare(last, key);
  if (order === 0) throw new BadReplyError("the listing has a key twice");
  if (order > 0 && !DIRECTORY_BUCKET.test(bucket))
    throw new BadReplyError("the listing is not in the order of its keys");
}
