/** Server access logs of a bucket, as plain data. */
import { shown } from "../../show-value";
import type { TargetBucket } from "./target-bucket";

/** Where the log of requests goes. */
export interface AccessLogs {
  /**
   * In the same account and region, encrypted with S3's own keys, without object lock; not the bucket itself, which would log its own logs without end. A
   * `Bucket` of this app is told to accept them.
   */
  readonly target: TargetBucket;
  /** Start of the logs' keys, with the slash. */
  readonly prefix: string;
  /**
   * Keys by date, account and bucket, which Athena can read by part: by when the log was delivered, or by when the request came.
   *
   * @default - one long list
   */
  readonly partitionedBy?: "DeliveryTime" | "EventTime";
}

/** Attributes of `aws_s3_bucket_logging`, without the bucket. */
export function loggingAttributes({ target, prefix, partitionedBy }: AccessLogs) {
  return {
    targetBucket: target.bucketName,
    targetPrefix: prefix,
    ...(partitionedBy === undefined
      ? {}
      : {
          targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: partitionedBy } },
        }),
  };
}

/** What is wrong with access logs. */
export function accessLogProblems(logs: AccessLogs | undefined, bucketName: string): readonly string[] {
  if (logs === undefined) return [];
  const problems: string[] = [];
  if (!logs.prefix.endsWith("/"))
    problems.push(`accessLogs.prefix must end in a slash, got ${shown(logs.prefix)}`);
  if (logs.target.bucketName === bucketName)
    problems.push("accessLogs.target must be another bucket: logs of logs would never end");
  return problems;
}
