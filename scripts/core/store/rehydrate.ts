/** Objects that S3 keeps in an archive have to be brought back before they can be read. */
import { HeadObjectCommand, type HeadObjectCommandOutput, RestoreObjectCommand } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import type { Rehydration, RehydrationRequest } from "../ports";
import type { Origin } from "./range";

/** Classes and tiers that cannot be read at once. Source: S3 User Guide, "Working with archived objects". */
const COLD = { GLACIER: "flexible", DEEP_ARCHIVE: "deep" } as const;
const COLD_TIER = { ARCHIVE_ACCESS: "flexible", DEEP_ARCHIVE_ACCESS: "deep" } as const;

/** Source: S3 User Guide, "Understanding archive retrieval options". */
const TAKES = {
  flexible: { Expedited: "1 to 5 minutes", Standard: "3 to 5 hours", Bulk: "5 to 12 hours" },
  deep: { Expedited: "up to 12 hours", Standard: "up to 12 hours", Bulk: "up to 48 hours" },
} as const;

/**
 * Asks for an object, unless that was done before or is not needed.
 * @throws OperatorError as every request does.
 */
export async function rehydrate(
  { client, bucket: Bucket, key: Key }: Origin,
  { tier: Tier, days: Days }: RehydrationRequest,
  signal: AbortSignal | undefined,
): Promise<Rehydration> {
  const options = sendOptions("whole", signal);
  const failed = (error: unknown): never => {
    throw toOperatorError(error, {
      action: `bring back s3://${Bucket}/${Key}`,
      needs: "RestoreObject, or restore the object with the server's own tools",
    });
  };
  const look = (): Promise<HeadObjectCommandOutput> =>
    client.send(new HeadObjectCommand({ Bucket, Key }), options).catch(failed);
  const found = await look();
  const cold = coldness(found);
  const before = stateOf(found);
  if (cold === undefined || before !== undefined) return before ?? { state: "there" };
  // What Intelligent-Tiering brings back stays, so that a number of days is refused.
  const RestoreRequest =
    found.ArchiveStatus === undefined
      ? { Days, GlacierJobParameters: { Tier } }
      : { GlacierJobParameters: { Tier } };
  await client
    .send(new RestoreObjectCommand({ Bucket, Key, RestoreRequest }), options)
    .catch((error: Error) => {
      if (error.name !== "RestoreAlreadyInProgress") failed(error); // somebody else asked meanwhile
    });
  const after = stateOf(await look());
  return after?.state === "back" ? after : { state: "asked", takes: TAKES[cold][Tier] };
}

function coldness({
  StorageClass: known,
  ArchiveStatus: tier,
}: HeadObjectCommandOutput): "flexible" | "deep" | undefined {
  if (tier !== undefined) return COLD_TIER[tier];
  return known === "GLACIER" || known === "DEEP_ARCHIVE" ? COLD[known] : undefined;
}

/** What `x-amz-restore` says; `undefined` when nobody has asked. Source: S3 API Reference, HeadObject. */
function stateOf({ Restore }: HeadObjectCommandOutput): Rehydration | undefined {
  if (Restore === undefined) return undefined;
  if (/ongoing-request="true"/.test(Restore)) return { state: "on its way" };
  const until = new Date(/expiry-date="([^"]+)"/.exec(Restore)?.[1] ?? Number.NaN);
  return { state: "back", until: Number.isNaN(until.getTime()) ? undefined : until };
}
