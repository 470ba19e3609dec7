/** What `doctor` looks at that no other command needs. Every method fails with an OperatorError. */
import type { RequestKind } from "../kms-quota";
import type { UNKNOWN } from "../retention/ports";

export interface CredentialsOrigin {
  /** Such as `variables of the environment`. */
  readonly source: string;
  readonly expires: Date | undefined;
}

export interface ReachedEndpoint {
  readonly url: string;
  readonly addresses: readonly string[];
  readonly proxy: string | undefined;
  readonly serverTime: Date | undefined;
}

/** Hours in which requests are counted: a day has the nightly backups of all hosts. */
export const USAGE_HOURS = 24;

/** `off` by a variable; `silent` off EC2, or where a container is one hop too far away. */
export type Metadata = "answers" | "silent" | "off";

/** How the bucket is set, as far as it can differ from what the stack declares. */
export interface BucketSettings {
  /** What objects get without a header. */
  readonly encryption: { readonly algorithm: string; readonly keyId: string | undefined } | undefined;
  /** In S3's words; `undefined` where none was ever set. */
  readonly ownership: string | undefined;
  /** Whether all four of its switches are on. */
  readonly publicAccessBlocked: boolean;
}

/** One thing that a role must be able to do. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  /** Condition keys and their values. */
  readonly context: Readonly<Record<string, string>>;
}

export interface Decision {
  readonly allowed: boolean;
  /** Whether some statement denies it; where none does, none allows it. */
  readonly explicit: boolean;
  /** Ids of the policies whose statements decided. */
  readonly policies: readonly string[];
  /** What stands above the role's own policies and refuses. */
  readonly above: "the organization" | "the permissions boundary" | undefined;
}

export interface RequestQuota {
  readonly perSecond: number;
  /** Whether the account has one of its own, or what AWS gives those who never asked. */
  readonly of: "account" | "default";
}

/** Of the requests of all of an account. */
export interface BusiestMinute {
  /** When it began. */
  readonly at: Date;
  /** On average of the minute. */
  readonly perSecond: number;
}

export interface Inspection {
  credentials(): Promise<CredentialsOrigin>;
  metadata(): Promise<Metadata>;
  reach(service: "kms" | "s3"): Promise<ReachedEndpoint>;
  /** A part that these credentials may not see is {@link UNKNOWN}. */
  bucket(): Promise<{ readonly [K in keyof BucketSettings]: BucketSettings[K] | typeof UNKNOWN }>;
  /** What IAM says of a role's own policies: it knows no policy of a key or a bucket. */
  simulate(roleArn: string, need: Need): Promise<Decision>;
  /** Cryptographic requests that KMS takes of this account in a region, as Service Quotas has it. */
  quota(region: string, kind: RequestKind): Promise<RequestQuota>;
  /** As CloudWatch counted them, of the {@link USAGE_HOURS} before `now`. @returns `undefined` where it counted none. */
  busiestMinute(region: string, kind: RequestKind, now: Date): Promise<BusiestMinute | undefined>;
}
