/** A bucket and its versions, in S3. */
import { DeleteObjectCommand, type DeleteObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../../clients/failures/sdk-errors";
import { sendOptions } from "../../../clients/http/limits";
import { BadReplyError } from "../../../clients/replies/bad-reply";
import { s3Client } from "../../../clients/services/s3";
import type { ClientSettings } from "../../../clients/settings/settings";
import type { VersionedStore } from "../../retention/ports";
import { versioning } from "../versioning";
import { expirations } from "./expirations";
import { bucketLock, lockOf, type Place, setLegalHold, setRetention } from "./locks";
import { listVersions } from "./version-listing";

export function s3VersionedStore(settings: ClientSettings & { readonly bucket: string }): VersionedStore {
  const { bucket, region } = settings;
  const client = s3Client(settings);
  const place = { client, bucket };
  const clock = watchClock(client);
  return {
    name: `s3://${bucket}`,
    region,
    versioning: ({ signal } = {}) => versioning(place, signal),
    serverTime: clock,
    versions: (prefix, { signal } = {}) => listVersions({ client, bucket, prefix }, signal),
    bucketLock: ({ signal } = {}) => bucketLock(place, signal),
    expirations: ({ signal } = {}) => expirations(place, signal),
    lockOf: (version, { signal } = {}) => lockOf(place, version, signal),
    addDeleteMarker: (key, { signal } = {}) => addDeleteMarker(place, key, signal),
    removeDeleteMarker: async ({ key, versionId }, { signal } = {}) =>
      void (await remove(
        place,
        { key, versionId },
        `remove the delete marker of s3://${bucket}/${key}`,
        signal,
      )),
    setLegalHold: (version, on, { signal } = {}) => setLegalHold(place, version, on, signal),
    setRetention: (version, retention, { signal } = {}) => setRetention(place, version, retention, signal),
  };
}

/** Remembers the time of the last reply: every server of HTTP says it. */
function watchClock(client: S3Client): () => Date | undefined {
  let last: Date | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers = {} } = result.response as { headers?: Record<string, string> };
      const time = new Date(headers.date ?? Number.NaN);
      last = Number.isNaN(time.getTime()) ? undefined : time;
      return result;
    },
    { step: "deserialize", priority: "low", name: "watchClock" },
  );
  return () => last;
}

/** A server that keeps no versions would have deleted it: the first such answer ends the run. */
async function addDeleteMarker(place: Place, key: string, signal: AbortSignal | undefined): Promise<string> {
  const action = `delete s3://${place.bucket}/${key}`;
  const { VersionId: id } = await remove(place, { key }, action, signal);
  if (id === undefined || id === "" || id === "null")
    throw toOperatorError(new BadReplyError("the reply does not say which delete marker was made"), {
      action,
    });
  return id;
}

async function remove(
  { client, bucket }: Place,
  { key, versionId }: { readonly key: string; readonly versionId?: string },
  action: string,
  signal: AbortSignal | undefined,
): Promise<DeleteObjectCommandOutput> {
  try {
    const which = versionId === undefined ? {} : { VersionId: versionId };
    const command = new DeleteObjectCommand({ Bucket: bucket, Key: key, ...which });
    const reply = await client.send(command, sendOptions("whole", signal));
    // A version that an earlier try removed, whose reply was lost, is nothing to S3.
    const gone = versionId !== undefined && (reply.$metadata.attempts ?? 1) > 1;
    if (reply.DeleteMarker !== true && !gone)
      throw new BadReplyError("the reply does not say that it was about a delete marker");
    return reply;
  } catch (error) {
    throw toOperatorError(error, { action });
  }
}
