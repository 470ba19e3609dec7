/** The rules of a bucket's lifecycle that remove something. */
import { GetBucketLifecycleConfigurationCommand, type LifecycleRule } from "@aws-sdk/client-s3";
import { sendOptions } from "../../../clients/http/limits";
import { type ExpirationRule, UNKNOWN, type Unknown } from "../../retention/ports";
import { asked, NOT_IMPLEMENTED, type Place } from "./locks";

const NONE = new Set(["NoSuchLifecycleConfiguration", NOT_IMPLEMENTED]);

export async function expirations(
  { client, bucket }: Place,
  signal: AbortSignal | undefined,
): Promise<readonly ExpirationRule[] | Unknown> {
  const reply = await asked(
    () =>
      client.send(
        new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }),
        sendOptions("whole", signal),
      ),
    `read the lifecycle of s3://${bucket}`,
    NONE,
  );
  if (reply === UNKNOWN) return UNKNOWN;
  return (reply?.Rules ?? []).flatMap(ruleOf);
}

function ruleOf({
  Status,
  Filter,
  Prefix,
  Expiration,
  NoncurrentVersionExpiration: noncurrent,
}: LifecycleRule): ExpirationRule[] {
  const [currentDays, noncurrentDays] = [Expiration?.Days, noncurrent?.NoncurrentDays];
  if (Status !== "Enabled" || (currentDays ?? noncurrentDays) === undefined) return [];
  const filter = Filter?.And ?? Filter ?? {};
  return [
    {
      prefix: filter.Prefix ?? Prefix ?? "",
      byTags: Filter?.Tag !== undefined || (Filter?.And?.Tags ?? []).length > 0,
      size: { above: filter.ObjectSizeGreaterThan, below: filter.ObjectSizeLessThan },
      currentDays,
      noncurrentDays,
      newerNoncurrentVersions: noncurrent?.NewerNoncurrentVersions ?? 0,
    },
  ];
}
