/** Removes everything that keeps a bucket from being deleted. For emulators only, as all of this folder. */
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectLockConfigurationCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
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
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
    Key,
    VersionId,
  }));
  if (objects.length === 0) return 0;
  const bypass = locked ? { BypassGovernanceRetention: true } : {};
  const request = { Bucket: bucket, Delete: { Objects: objects }, ...bypass };
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand(request));
  if (Errors[0] !== undefined) {
    throw new Error(
      `${Errors.length} objects of ${bucket} cannot be deleted: ${Errors[0].Message ?? Errors[0].Code}`,
    );
  }
  return objects.length + (await deleteVersions(s3, bucket, locked));
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
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
  }
  return Uploads.length === 0 ? 0 : Uploads.length + (await abortUploads(s3, bucket));
}
