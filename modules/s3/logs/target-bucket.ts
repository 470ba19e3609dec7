import type { ITerraformDependable } from "cdktf";
import type { LogSource } from "./log-sources";

/** A bucket that reports, logs or replicas go to: a `Bucket` of this app, or one that exists. */
export interface TargetBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** Region of the bucket, as far as it is known: reports and logs must stay in it. */
  readonly region?: string | undefined;
  /** What has to be there before anything is sent: its policy. @default - nothing that this app makes */
  readonly ready?: ITerraformDependable;
  /** Lets a service write. A bucket that exists has none: its own policy has to. */
  acceptLogs?(source: LogSource, keyArn?: string): void;
}
