/** What a trail is made from. */
import type { AwsEnvironment } from "../iam/policies/principals";
import type { Off } from "../relaxations";
import type { Tags } from "../tags";
import type { S3DataEvents } from "./event-selectors";
import type { LogRetentionInDays } from "./limits";

/** A log group that gets a copy of every record, for metric filters and quick searches. */
export interface TrailLogs {
  /** Name of the log group, unique in account and region: 1 to 512 letters, digits, `.`, `_`, `/`, `#` and `-`. */
  readonly name: string;
  /**
   * Days until a record is removed; CloudWatch Logs takes certain numbers only.
   *
   * @default 365
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  readonly retentionInDays?: LogRetentionInDays;
  /** Name of the role that CloudTrail assumes to write, 1 to 64 characters. @default - the name of the trail, with `-logs` */
  readonly roleName?: string;
}

/** A bucket for a trail: a `Bucket` of this app, or one that exists. */
export interface TrailBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** Lets the trail write, with its key. A bucket that exists has none: its own policy has to. */
  acceptLogs?(
    source: {
      readonly service: "cloudTrail";
      readonly sourceArns: readonly string[];
      readonly prefix?: string;
    },
    keyArn: string,
  ): void;
}

/** What `Trail` needs. */
export interface TrailProps {
  /** Name of the trail, unique in account and region: 3 to 128 letters, digits, `.`, `_` and `-`. A change makes a new trail. */
  readonly name: string;
  /** Where the trail is. */
  readonly env: AwsEnvironment;
  /**
   * Where log files and digests go. A `Bucket` with `env` is told to let the trail write; the policy of another has to be right already.
   */
  readonly bucket: TrailBucket;
  /**
   * Key that encrypts log files and the log group; digests too, or they come with S3's own keys: editions of the CloudTrail User Guide disagree, and the policy of a
   * `Bucket` takes both. The key's policy has to hold what `auditKeyUses` gives for their names.
   */
  readonly key: { readonly keyArn: string };
  /** What stands before `AWSLogs/` in object keys, 1 to 200 characters without a slash at its ends. @default - nothing */
  readonly prefix?: string;
  /**
   * Calls on objects that are recorded as well. Management events always are, those of KMS included. AWS bills data events by number.
   *
   * @default - none
   */
  readonly dataEvents?: readonly S3DataEvents[];
  /** Copies every record to CloudWatch Logs, which metric filters need. @default - to the bucket only */
  readonly logs?: TrailLogs;
  /** Whether calls in all regions are recorded, and in those that AWS adds. @default true */
  readonly multiRegion?: true | Off;
  /**
   * Whether CloudTrail adds signed digests each hour, with which `aws cloudtrail validate-logs` finds files that were changed or removed.
   *
   * @default true
   */
  readonly logFileValidation?: true | Off;
  /** Whether anything is recorded. @default true */
  readonly logging?: true | Off;
  /** Whether Terraform refuses any plan that would delete the trail or its log group. @default true */
  readonly preventDestroy?: true | Off;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}
