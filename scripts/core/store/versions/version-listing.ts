/** All versions and delete markers of a bucket, from replies that fit together and what was asked. */
import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { toOperatorError } from "../../../clients/failures/sdk-errors";
import { sendOptions } from "../../../clients/http/limits";
import { BadReplyError } from "../../../clients/replies/bad-reply";
import { pages } from "../../../clients/replies/pages";
import type { ObjectVersion } from "../../retention/ports";
import { assertOrder, type ListingTarget, plain } from "../listing";
import { strictListing } from "../listing-words";
import { assertBucket } from "../replies";

const NEEDS = "versions of objects (ListObjectVersions)";

/**
 * In the order of keys, and of a key the newest first.
 * @throws OperatorError when the listing cannot be had, or is not to be trusted: one that lacks a version would make another the last copy.
 */
export async function* listVersions(
  target: ListingTarget,
  signal: AbortSignal | undefined,
): AsyncGenerator<ObjectVersion> {
  const { client, bucket, prefix } = target;
  try {
    let last: { readonly key: Buffer; readonly all: ObjectVersion[] } | undefined;
    for await (const { versions } of pages(
      (token) => page(client, { bucket, prefix, token }, signal),
      ({ versions, ...said }) => ({ ...said, count: versions.length }),
    ))
      for (const version of versions) {
        const key = Buffer.from(version.key);
        if (last?.key.equals(key)) last.all.push(version);
        else {
          assertOrder(last?.key, key, bucket);
          if (last !== undefined) yield* wholeKey(last.all);
          last = { key, all: [version] };
        }
      }
    if (last !== undefined) yield* wholeKey(last.all);
  } catch (error) {
    throw toOperatorError(error, { action: `list versions of s3://${bucket}/${prefix}`, needs: NEEDS });
  }
}

interface Page {
  readonly versions: readonly ObjectVersion[];
  readonly more: unknown;
  /** Both markers in one text. */
  readonly token: unknown;
}

interface Asked {
  readonly bucket: string;
  readonly prefix: string;
  readonly token: string | undefined;
}

async function page(client: S3Client, asked: Asked, signal: AbortSignal | undefined): Promise<Page> {
  const markers = asked.token === undefined ? {} : (JSON.parse(asked.token) as Record<string, string>);
  const command = new ListObjectVersionsCommand({
    Bucket: asked.bucket,
    Prefix: asked.prefix,
    EncodingType: "url",
    ...markers,
  });
  return readPage(await client.send(strictListing(command), sendOptions("whole", signal)), asked);
}

function readPage(reply: ListObjectVersionsCommandOutput, asked: Asked): Page {
  const encoded = reply.EncodingType === "url";
  assertBucket(reply.Name, asked.bucket);
  if (reply.Prefix !== undefined && plain(reply.Prefix, encoded) !== asked.prefix)
    throw new BadReplyError("the reply lists another prefix than the one that was asked for");
  if ((reply.CommonPrefixes ?? []).length > 0)
    throw new BadReplyError("the reply puts keys together, which was not asked for");
  const entries = [
    ...(reply.Versions ?? []).map((entry) => ({ ...entry, isDeleteMarker: false })),
    ...(reply.DeleteMarkers ?? []).map((entry) => ({ ...entry, isDeleteMarker: true, Size: 0 })),
  ].map((entry): ObjectVersion => {
    const { Key, VersionId: versionId, IsLatest: isLatest, LastModified, Size: size, isDeleteMarker } = entry;
    if (Key === undefined || Key === "" || !versionId)
      throw new BadReplyError("the reply lists a version without a key or an id");
    const key = plain(Key, encoded);
    if (!key.startsWith(asked.prefix))
      throw new BadReplyError("the reply lists a key outside of the prefix that was asked for");
    if (typeof isLatest !== "boolean" || LastModified === undefined || Number.isNaN(LastModified.getTime()))
      throw new BadReplyError(
        "the reply lists a version and does not say when it was made, or whether it is the latest",
      );
    if (size === undefined || !Number.isSafeInteger(size) || size < 0)
      throw new BadReplyError("the reply lists a version without a size");
    const storageClass = "StorageClass" in entry ? entry.StorageClass : undefined;
    return { key, versionId, isLatest, isDeleteMarker, lastModified: LastModified, size, storageClass };
  });
  // The SDK takes versions and delete markers apart.
  const versions = entries
    .map((version) => ({ version, key: Buffer.from(version.key) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ version }) => version);
  return { versions, more: reply.IsTruncated, token: markersOf(reply, encoded) };
}

function markersOf(
  { NextKeyMarker: key, NextVersionIdMarker: version }: ListObjectVersionsCommandOutput,
  encoded: boolean,
): string | undefined {
  if (!key) return undefined;
  return JSON.stringify({
    KeyMarker: plain(key, encoded),
    ...(version ? { VersionIdMarker: version } : {}),
  });
}

/** The latest first, then by time: of one second, as the reply has them. */
function wholeKey(versions: ObjectVersion[]): ObjectVersion[] {
  if (versions.filter(({ isLatest }) => isLatest).length !== 1)
    throw new BadReplyError("the listing has a key of which not exactly one version is the latest");
  if (new Set(versions.map(({ versionId }) => versionId)).size !== versions.length)
    throw new BadReplyError("the listing has a version twice");
  return versions.sort(
    (a, b) => Number(b.isLatest) - Number(a.isLatest) || b.lastModified.getTime() - a.lastModified.getTime(),
  );
}
