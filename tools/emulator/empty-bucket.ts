/** Removes everything that keeps a bucket from being deleted. For emulators only, as all of this folder. */
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectLockConfigurationCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type MultipartUpload,
  type ObjectIdentifier,
  type S3Client,
} from "@aws-sdk/client-s3";

/** What was removed. */
export interface Emptied {
  /** Versions and delete markers. */
  readonly versions: number;
  /** Unfinished multipart uploads. */
  readonly uploads: number;
}

/** Deletes all versions, delete markers and unfinished uploads. Fails where an object is locked. */
export async function emptyBucket(s3: S3Client, bucket: string): Promise<Emptied> {
  const locked = await hasObjectLock(s3, bucket);
  return { versions: await deleteVersions(s3, bucket, locked), uploads: await abortUploads(s3, bucket) };
}

/** A listing holds at most 1,000 versions; what was deleted is gone from the next one. */
async function deleteVersions(s3: S3Client, bucket: string, locked: boolean): Promise<number> {
  const bypass = locked ? { BypassGovernanceRetention: true } : {};
  const list = async (): Promise<readonly ObjectIdentifier[]> => {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
  };
  return untilEmpty(bucket, list, async (objects) => {
    const request = { Bucket: bucket, Delete: { Objects: [...objects] }, ...bypass };
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand(request));
    if (Errors[0] === undefined) return;
    const reason = Errors[0].Message ?? Errors[0].Code;
    throw new Error(`${Errors.length} objects of ${bucket} cannot be deleted: ${reason}`);
  });
}

/** @throws Error when what was removed is still there: it would go on for ever. */
async function untilEmpty<T>(
  bucket: string,
  list: () => Promise<readonly T[]>,
  remove: (found: readonly T[]) => Promise<void>,
): Promise<number> {
  let [removed, before] = [0, ""];
  for (;;) {
    const found = await list();
    if (found.length === 0) return removed;
    const first = JSON.stringify(found[0]);
    if (first === before) throw new Error(`${bucket} still lists what was removed from it: ${first}`);
    before = first;
    await remove(found);
    removed += found.length;
  }
}

/** The header that lifts governance mode is refused by buckets without object lock. */
async function hasObjectLock(s3: S3Client, bucket: string): Promise<boolean> {
  try {
    const { ObjectLockConfiguration } = await s3.send(
      new GetObjectLockConfigurationCommand({ Bucket: bucket }),
    );
    return ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
  } catch (error) {
    if (error instanceof Error && error.name === "ObjectLockConfigurationNotFoundError") return false;
    throw error;
  }
}

/** A listing holds at most 1,000 uploads; what was aborted is gone from the next one. */
async function abortUploads(s3: S3Client, bucket: string): Promise<number> {
  const list = async (): Promise<readonly MultipartUpload[]> =>
    (await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? [];
  return untilEmpty(bucket, list, async (uploads) => {
    for (const { Key, UploadId } of uploads)
      await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
  });
}
