/**
 * Writes one object, in one request or in parts. Not @aws-sdk/lib-storage: it sends a failed part again only from what the
 * stream still has, cannot make parts grow, and has stored corrupt objects when a part failed (aws-sdk-js-v3#2311).
 */
import { setTimeout as wait } from "node:timers/promises";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import { LeftBehindError, OperatorError } from "../../errors";
import type { PutOptions } from "../ports";
import { completeUpload, isStored, type SentParts } from "./complete";
import { forEachConcurrently } from "./concurrently";
import { noteUpload, type Upload } from "./left-uploads";
import { CLEAN_UP_MS, concurrentParts, FIRST_WAIT_MILLISECONDS, PART_ATTEMPTS } from "./limits";
import type { Part } from "./parts";
import { begunUpload, storedTag } from "./replies";
import { sentAtOnce } from "./sent-at-once";

/** Where an object goes. */
export interface Target {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  /** See `S3StoreSettings`. */
  readonly stateDirectory: string;
}

/** How an object is stored, and on which condition. */
export interface UploadOptions extends PutOptions {
  /** ETag of the object that is replaced; without one, S3 refuses when there is one already. */
  readonly etag?: string;
  /** Waited for before the object is there. */
  readonly beforeCommit?: () => Promise<void>;
}

/** What stands in every request that makes the object. */
const condition = ({ etag }: UploadOptions) =>
  etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag };

/** What servers that are like S3 may lack of this. Without the first, a backup could be overwritten. */
const NEEDS =
  "conditional writes (If-None-Match: *, If-Match) and CRC-32 checksums of whole objects (FULL_OBJECT)";

const DEFAULT_TYPE = "application/octet-stream";

/** An object of one part. */
export async function putWhole(target: Target, part: Part, options: UploadOptions): Promise<number> {
  const { client, bucket: Bucket, key: Key } = target;
  const { size, crc32 } = part;
  let sent = 0;
  const send = async (): Promise<unknown> => {
    sent += 1;
    const reply = await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        ...condition(options),
        ContentType: options.contentType ?? DEFAULT_TYPE,
        Body: part.stream(),
        ContentLength: part.size,
        ChecksumCRC32: part.crc32,
      }),
      sendOptions("upload", options.signal),
    );
    return storedTag(reply, part);
  };
  await options.beforeCommit?.().catch(async (error: unknown) => {
    await part.dispose();
    throw error;
  });
  /** A try whose reply was lost may have stored it, so that the next one finds it there already. */
  const unlessStored = async (error: unknown): Promise<void> => {
    if (sent < 2 || options.signal?.aborted === true) throw error;
    const stored = await isStored(client, { Bucket, Key }, { size, crc32 }, options.signal);
    if (stored === true) return;
    if (stored === false || !(error instanceof OperatorError) || error.exit !== "conflict") throw error;
    throw new OperatorError(
      "conflict",
      `${error.summary}; it may be what an earlier try of this run stored`,
      {
        hint: error.hint,
        cause: error,
      },
    );
  };
  await sendPart(target, part, send, options.signal)
    .catch(unlessStored)
    .catch(replacedMeanwhile(target, options));
  options.onProgress?.(size);
  return size;
}

/** An object of many parts. Whatever fails, the unfinished upload is removed: it would cost money and stay invisible. */
export async function putParts(
  target: Target,
  parts: AsyncIterable<Part>,
  options: UploadOptions,
): Promise<number> {
  const { client, bucket: Bucket, key: Key } = target;
  const begin = new CreateMultipartUploadCommand({
    Bucket,
    Key,
    ContentType: options.contentType ?? DEFAULT_TYPE,
    ChecksumAlgorithm: "CRC32",
    ChecksumType: "FULL_OBJECT",
  });
  // What is begun has to be known by its id to be removed, so the reply is waited for.
  const UploadId = await client
    .send(begin, sendOptions("whole", delayed(options.signal, CLEAN_UP_MS)))
    .then((reply) => begunUpload(reply, { Bucket, Key }))
    .catch(explain(target));
  const upload = { Bucket, Key, UploadId };
  const note = await noteUpload(client, upload, target.stateDirectory);
  try {
    const sent = await sendParts(target, upload, parts, options);
    await options.beforeCommit?.();
    await completeUpload(client, upload, sent, condition(options), options.signal)
      .catch(explain(target))
      .catch(replacedMeanwhile(target, options));
    note.forget();
    return sent.size;
  } catch (error) {
    const failure = await abandon(client, upload, error);
    if (failure instanceof LeftBehindError) note.leave();
    else note.forget();
    throw failure;
  }
}

/** For `catch`: what a refused condition means where an object is replaced. */
function replacedMeanwhile({ bucket, key }: Target, { etag }: UploadOptions): (error: unknown) => never {
  return (error) => {
    if (etag === undefined || !(error instanceof OperatorError)) throw error;
    if (error.exit !== "conflict" && error.exit !== "notFound") throw error;
    throw new OperatorError(
      "conflict",
      `s3://${bucket}/${key} is not the object any more that was read: nothing was replaced`,
      { hint: "find out who writes to it, then run the same command again", cause: error },
    );
  };
}

/** Sends parts as they come, a few at a time. */
async function sendParts(
  target: Target,
  upload: Upload,
  parts: AsyncIterable<Part>,
  { signal, onProgress }: PutOptions,
): Promise<SentParts> {
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]);
  const done: CompletedPart[] = [];
  let [size, crc32] = [0, ""];
  const sendOne = async (part: Part): Promise<void> => {
    const { number: PartNumber, crc32: ChecksumCRC32, size: ContentLength } = part;
    const send = async (attempt: number): Promise<string> => {
      const request = { ...upload, PartNumber, ContentLength, ChecksumCRC32, Body: part.stream() };
      const command = new UploadPartCommand(request);
      if (attempt === 1) sentAtOnce(command);
      return storedTag(await target.client.send(command, sendOptions("upload", either)), part);
    };
    const ETag = await sendPart(target, part, send, either);
    done[PartNumber - 1] = { PartNumber, ETag, ChecksumCRC32 };
    size += part.size;
    if (part.last) crc32 = part.crc32SoFar;
    onProgress?.(size);
  };
  await forEachConcurrently(
    parts,
    ({ size: bytes }) => concurrentParts(bytes),
    sendOne,
    () => stop.abort(),
  );
  return { parts: done, size, crc32 };
}

/**
 * What was sent is free to be used again once S3 has stored it, and only then: whatever was given up may still stand in a socket. Should a
 * server answer before it has read everything, it reads other ciphertext there, and finds that the checksum is another.
 */
async function sendPart<T>(
  target: Target,
  part: Part,
  send: (attempt: number) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    const reply = await sendKept(target, send, signal);
    part.free();
    return reply;
  } finally {
    await part.dispose();
  }
}

/** Sends from what is kept, again if need be. The SDK itself never repeats a request whose body is a stream. */
async function sendKept<T>(
  target: Target,
  send: (attempt: number) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(attempt).catch(explain(target));
    } catch (error) {
      const passing = error instanceof OperatorError && error.exit === "unavailable";
      if (!passing || attempt === PART_ATTEMPTS) throw error;
      await wait(FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1), undefined, { ...(signal && { signal }) });
    }
  }
}

/** @returns what to throw: the error, with what to do about the upload if it cannot be removed. */
async function abandon(client: S3Client, upload: Upload, error: unknown): Promise<unknown> {
  try {
    await client.send(
      new AbortMultipartUploadCommand(upload),
      sendOptions("whole", AbortSignal.timeout(CLEAN_UP_MS)),
    );
    return error;
  } catch (cause) {
    if (cause instanceof Error && cause.name === "NoSuchUpload") return error;
    const { Bucket, Key, UploadId } = upload;
    return new LeftBehindError(
      error,
      `the unfinished upload ${UploadId} is left`,
      `remove it: aws s3api abort-multipart-upload --bucket ${Bucket} --key ${Key} --upload-id ${UploadId}`,
    );
  }
}

/** Aborted some time after another signal. */
function delayed(signal: AbortSignal | undefined, milliseconds: number): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const late = new AbortController();
  const begin = (): void => void setTimeout(() => late.abort(signal.reason), milliseconds).unref();
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  return late.signal;
}

/** For `catch`: throws the failure in the operator's words. */
function explain({ bucket, key }: Target): (error: unknown) => never {
  return (error) => {
    throw toOperatorError(error, { action: `write s3://${bucket}/${key}`, needs: NEEDS });
  };
}
