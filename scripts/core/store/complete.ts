/** Makes an object of the parts of an upload, once: what happened is found out where no reply tells. */
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  HeadObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { sendOptions } from "../../clients/http/limits";
import type { Upload } from "./left-uploads";
import { assertCompleted } from "./replies";

/** All that was sent. */
export interface SentParts {
  readonly parts: readonly CompletedPart[];
  /** Bytes. */
  readonly size: number;
  /** CRC-32 of everything, in base64. */
  readonly crc32: string;
}

/**
 * @param condition what must be true of the object that is replaced, or that there is none.
 * @throws what the request failed with, unless the object is there all the same.
 */
export async function completeUpload(
  client: S3Client,
  upload: Upload,
  { parts, size, crc32 }: SentParts,
  condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { Bucket, Key } = upload;
  const complete = new CompleteMultipartUploadCommand({
    ...upload,
    ...condition,
    ChecksumCRC32: crc32,
    ChecksumType: "FULL_OBJECT",
    MpuObjectSize: size,
    MultipartUpload: { Parts: [...parts] },
  });
  try {
    assertCompleted(await client.send(complete, sendOptions("slow", signal)), { Bucket, Key, crc32 });
  } catch (error) {
    if (!mayBeDone(error) || signal?.aborted === true) throw error;
    if ((await isStored(client, { Bucket, Key }, { size, crc32 }, signal)) !== true) throw error;
  }
}

/** Whether what was sent is the object that is there; `undefined` where that may not be looked at. */
export async function isStored(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
  { size, crc32 }: Pick<SentParts, "size" | "crc32">,
  signal: AbortSignal | undefined,
): Promise<boolean | undefined> {
  const command = new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" });
  try {
    const found = await client.send(command, sendOptions("whole", signal));
    return found.ContentLength === size && found.ChecksumCRC32 === crc32;
  } catch (error) {
    return (error as Error).name === "NotFound" ? false : undefined;
  }
}

/**
 * Whether an attempt may have done it although the last one failed: its reply was lost, or a repeated one found no upload any more, or the
 * object there already. The very first reply that refuses is believed.
 */
function mayBeDone(error: unknown): boolean {
  const { name, code, $metadata } = (error ?? {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly $metadata?: { readonly attempts?: number; readonly httpStatusCode?: number };
  };
  if (($metadata?.attempts ?? 1) > 1) return true;
  return name === "TimeoutError" || typeof code === "string" || ($metadata?.httpStatusCode ?? 0) >= 500;
}
