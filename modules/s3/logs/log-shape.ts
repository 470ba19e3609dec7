/** What targets and sources of logs look like, for those that come from plain JavaScript. */
import { accountId, keyArn } from "../../aws-formats";
import { callback, having, isObject, object, optional, text, word } from "../../shape";
import type { AccessLogs } from "./access-logs";
import { LOG_SOURCE, type LogSource } from "./log-sources";
import type { TargetBucket } from "./target-bucket";

/** A `Bucket`, or one that exists. */
export const targetBucket = having<TargetBucket>(
  {
    bucketName: text,
    bucketArn: text,
    region: optional(text),
    ready: optional((what, value) => (isObject(value) ? [] : [`${what} must be a resource`])),
    acceptLogs: optional(callback),
  },
  "a Bucket, or { bucketName, bucketArn }",
);

export const accessLogs = object<AccessLogs>({
  target: targetBucket,
  prefix: text,
  partitionedBy: optional(word(["DeliveryTime", "EventTime"])),
});

export const logSource = object<LogSource>({ ...LOG_SOURCE, accountId: optional(accountId) });

/** The key that a service was told to encrypt with. */
export const logKeyArn = keyArn;
