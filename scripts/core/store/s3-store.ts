import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { s3Client } from "../../clients/services/s3";
import type { ClientSettings } from "../../clients/settings/settings";
import { hostLock } from "../lock/host-lock";
import type { ObjectStore, StoredBody } from "../ports";
import { download, openRanges } from "./download";
import { removeLeftUploads, serviceOf } from "./left-uploads";
import { listObjects } from "./listing";
import { type Part, readParts } from "./parts";
import { rehydrate } from "./rehydrate";
import { putParts, putWhole, type Target, type UploadOptions } from "./upload";
import { keepsVersions } from "./versioning";

export interface S3StoreSettings extends ClientSettings {
  readonly bucket: string;
  /**
   * Bytes of each part, at least, by its number from 1.
   * @default - grows, see `partBytes`
   */
  readonly partBytes?: (number: number) => number;
  /**
   * Where this host remembers what a later run should know; made where it is missing.
   * @default - the directory of temporary files, which may not outlast a reboot
   */
  readonly stateDirectory?: string | undefined;
}

/**
 * The port over S3. It sends no encryption headers: the bucket's default decides (decision 10 of docs/architecture.md).
 */
export function s3Store(settings: S3StoreSettings): ObjectStore {
  const { bucket, stateDirectory = tmpdir() } = settings;
  const client = s3Client(settings);
  const place = { client, bucket, stateDirectory };
  return {
    name: `s3://${bucket}`,
    list: (prefix, options = {}) => listObjects({ client, bucket, prefix }, options),
    get: (key, { signal, versionId } = {}) => download({ client, bucket, key, versionId }, signal),
    ranges: (key, { signal, versionId } = {}) => openRanges({ client, bucket, key, versionId }, signal),
    rehydrate: (key, request, { signal } = {}) => rehydrate({ client, bucket, key }, request, signal),
    removeLeftUploads: () => removeLeftUploads(client, bucket, stateDirectory).catch(() => []), // it is not what anybody asked for
    lock: async (what) =>
      hostLock(stateDirectory, [await serviceOf(client), bucket, what], `s3://${bucket}/${what}`),
    keepsVersions: ({ signal } = {}) => keepsVersions({ client, bucket }, signal),
    putNew: (key, body, options = {}) => put({ ...place, key }, body, options, settings),
    replace: (key, body, options) => put({ ...place, key }, body, options, settings),
  };
}

async function put(
  target: Target,
  body: Readable | Buffer,
  options: UploadOptions,
  { partBytes: bytesOf }: S3StoreSettings,
): Promise<StoredBody> {
  const parts = readParts(Buffer.isBuffer(body) ? Readable.from(slices(body)) : body, {
    bytesOf,
    onChunkFree: options.onChunkStored,
  });
  const { value: first } = await parts.next();
  if (first === undefined) throw new Error("an object has at least one part");
  const size = first.last
    ? putWhole(target, first, options)
    : putParts(target, prepend(first, parts), options);
  return { size: await size };
}

/** Parts are whole chunks, and a buffer may be longer than one. */
function* slices(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += SLICE_BYTES) yield body.subarray(at, at + SLICE_BYTES);
}

const SLICE_BYTES = 1024 ** 2;

async function* prepend(first: Part, rest: AsyncIterable<Part>): AsyncGenerator<Part> {
  yield first;
  yield* rest;
}
