/** What a bucket is made from. */
import type { Statement } from "../../iam/policies/policy-document";
import type { AwsEnvironment } from "../../iam/policies/principals";
import type { Off } from "../../relaxations";
import type { Tags } from "../../tags";
import type { Retention } from "../lifecycle/lifecycle";
import type { LifecycleRuleProps } from "../lifecycle/lifecycle-rules";
import type { TLS_VERSIONS } from "../limits";
import type { AccessLogs } from "../logs/access-logs";
import type { LogSource } from "../logs/log-sources";
import type { ObjectOwnership, PublicAccessBlock } from "../settings/access";
import type { ConfigurationsProps } from "../settings/configurations";
import type { CorsRule } from "../settings/cors";
import type { EncryptionProps } from "../settings/encryption";
import type { Notifications } from "../settings/notifications";
import type { ObjectLockProp } from "../settings/object-lock";
import type { VersioningProps } from "../settings/versioning";

/** What `Bucket` needs: a name, and a key or a reason why there is none. Everything else is safe as it is. */
export interface BucketProps extends EncryptionProps, VersioningProps, ConfigurationsProps {
  /** Name of the bucket, unique in the partition: 3 to 63 lower-case letters, digits and `-`. A change makes a new bucket. */
  readonly name: string;
  /**
   * How long objects are kept, by prefix. Prefixes must not overlap.
   *
   * @default - for ever
   */
  readonly retentions?: readonly Retention[];
  /**
   * Lifecycle rules of any form, beside those of `retentions`. Unless one of them does it for the whole bucket, a further rule removes the parts of uploads that
   * were not completed within seven days, or as many as the longest of the others says.
   *
   * @default - that one rule
   */
  readonly lifecycle?: readonly LifecycleRuleProps[];
  /**
   * Bytes from which on objects move to colder classes: with the default, objects below 128 KB stay where they are, because they would cost more there.
   *
   * @default "all_storage_classes_128K"
   */
  readonly transitionDefaultMinimumObjectSize?: "all_storage_classes_128K" | "varies_by_storage_class";
  /**
   * More statements for the bucket policy, given the bucket's ARN. TLS and the key are seen to.
   *
   * @default - none
   */
  readonly policy?: (bucketArn: string) => readonly Statement[];
  /**
   * Oldest version of TLS that clients may speak.
   *
   * @default "1.2"
   */
  readonly minimumTlsVersion?: (typeof TLS_VERSIONS)[number];
  /**
   * Default retention of new objects. Can be switched on for a bucket that is there, without touching it or what it holds; never off again.
   *
   * @default - no object lock
   */
  readonly objectLock?: ObjectLockProp;
  /** Settings against public access, each of which only a reason turns off. @default - all four on */
  readonly publicAccessBlock?: PublicAccessBlock;
  /**
   * Access lists in place of policies alone.
   *
   * @default - none: the bucket's owner owns every object, and policies decide (`BucketOwnerEnforced`)
   */
  readonly ownership?: ObjectOwnership;
  /**
   * Services that write logs or reports here, each under the conditions that AWS documents.
   *
   * @default - none but the buckets of this app that name this one as their target
   */
  readonly logSources?: readonly LogSource[];
  /** Where S3 writes down each request, within hours. @default - nowhere; CloudTrail can log requests, too */
  readonly accessLogs?: AccessLogs;
  /** What web pages of other origins may ask for. @default - nothing */
  readonly cors?: readonly CorsRule[];
  /** Whether whoever downloads pays for it, and so has to say who he is. @default false */
  readonly requesterPays?: boolean;
  /** Whether uploads can enter AWS's network at the nearest edge location. Costs extra by the byte. @default false */
  readonly acceleration?: boolean;
  /** Who is told of new, removed and restored objects. @default - nobody */
  readonly notifications?: Notifications;
  /** Where the bucket is; needed for log sources and notifications, whose conditions name the account. @default - unknown */
  readonly env?: AwsEnvironment;
  /** Region of the bucket. A change makes a new bucket. @default - the provider's */
  readonly region?: string;
  /**
   * Whether Terraform refuses any plan that would delete the bucket.
   *
   * @default true
   */
  readonly preventDestroy?: true | Off;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}
