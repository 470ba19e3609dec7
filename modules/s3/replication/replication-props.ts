/** What a replication is made from, and what is wrong with it. */
import { parseArn } from "../../arn";
import type { AwsEnvironment } from "../../iam/policies/principals";
import type { Grantee } from "../../kms";
import type { On } from "../../relaxations";
import { shown } from "../../show-value";
import { isToken } from "../../tokens";
import type { Bucket } from "../bucket/bucket";
import { type ReplicationRule, replicationRuleProblems } from "./replication-rules";

/** Who may write beside the role of the replication: ARNs, or everybody whom a policy allows, for a reason. */
export type OtherWriters = On | readonly string[];

/** What {@link acceptReplicas} needs. */
export interface AcceptReplicasProps {
  /** Role of the replication, by its ARN where it is another account's. */
  readonly role: Grantee;
  /** Whether the source is in another account. @default false */
  readonly crossAccount?: boolean;
  /**
   * Names a role of another account by a condition on `aws:PrincipalArn`, with its account as the principal: so the destination can be deployed before the source,
   * which needs its key.
   *
   * @default false
   */
  readonly byName?: boolean;
  /** @default - nobody */
  readonly otherWriters?: OtherWriters;
}

/** A bucket of another account, which that account keeps. */
export interface OtherAccountBucket {
  /** ARN of the bucket. */
  readonly bucketArn: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** Region of bucket and key. */
  readonly region: string;
  /** ARN of the key that encrypts the replicas, in that account and region. */
  readonly keyArn: string;
  /** Whether the bucket has object lock; it must where the source has. @default false */
  readonly objectLock?: boolean;
}

/** Where replicas go, and which. */
export interface ReplicationDestination {
  /** A bucket of this app, or one of another account. */
  readonly bucket: Bucket | OtherAccountBucket;
  /** Of overlapping rules the later wins. @default - one rule for every object */
  readonly rules?: readonly ReplicationRule[];
  /** Who may write there beside the replication; a bucket of another account decides for itself. @default - nobody */
  readonly otherWriters?: OtherWriters;
}

/** What `Replication` needs. */
export interface ReplicationProps {
  /** Account and region of the source. */
  readonly env: AwsEnvironment;
  /** Name of the role, unique in the account: 1 to 64 characters. @default - "replicate-" and the name of the source, cut to 64 characters */
  readonly roleName?: string;
  /** What is copied. A bucket has one replication. */
  readonly source: Bucket;
  /** Where to; at least one. */
  readonly destinations: readonly [ReplicationDestination, ...ReplicationDestination[]];
}

/** Whether a destination is another account's. */
export function isOtherAccounts(bucket: Bucket | OtherAccountBucket): bucket is OtherAccountBucket {
  return "accountId" in bucket;
}

/** What is wrong with a bucket of another account: S3 takes any key, and then copies nothing. */
function placeProblems({ bucketArn, keyArn, region }: OtherAccountBucket): readonly string[] {
  const problems: string[] = [];
  const known = (text: string) => !isToken(text);
  if (known(bucketArn) && !/^arn:[^:]+:s3:::[^/]+$/.test(bucketArn))
    problems.push(`bucketArn of a destination must be the ARN of a bucket, got ${shown(bucketArn)}`);
  const key = parseArn(keyArn);
  if (known(keyArn) && !(key?.service === "kms" && key.resource.startsWith("key/")))
    problems.push(`keyArn of a destination must be the ARN of a key, got ${shown(keyArn)}`);
  else if (known(keyArn) && known(region) && key?.region !== region)
    problems.push(`keyArn of a destination must be a key in its region ${region}, got ${shown(keyArn)}`);
  return problems;
}

/** Everything that is wrong with a replication. */
export function replicationProblems({ env, source, destinations }: ReplicationProps): readonly string[] {
  const { key, versioning = true, objectLock } = source.props;
  const problems: string[] = [];
  if (key === undefined) problems.push("the source of a replication needs a key");
  if (versioning !== true) problems.push("the source of a replication needs versioning, which is off");
  if (destinations.length === 0) problems.push("destinations must name a bucket, got none");
  const arns = destinations.map(({ bucket }) => bucket.bucketArn);
  if (arns.includes(source.bucketArn)) problems.push("a bucket must not be its own destination");
  if (new Set(arns).size < arns.length) problems.push("a destination must be named once, with all its rules");
  for (const { bucket, rules, otherWriters } of destinations) {
    if (rules !== undefined) problems.push(...replicationRuleProblems(rules));
    const locked = isOtherAccounts(bucket)
      ? bucket.objectLock === true
      : bucket.props.objectLock !== undefined;
    if (objectLock !== undefined && !locked)
      problems.push(
        "the source has object lock, so a destination needs it too: S3 refuses to copy otherwise",
      );
    if (!isOtherAccounts(bucket)) continue;
    problems.push(...placeProblems(bucket));
    if (!/^\d{12}$/.test(bucket.accountId) && !isToken(bucket.accountId))
      problems.push(`accountId must be twelve digits, got ${shown(bucket.accountId)}`);
    if (bucket.accountId === env.accountId)
      problems.push(`account ${bucket.accountId} is the source's own: give the bucket itself`);
    if (otherWriters !== undefined)
      problems.push("otherWriters of a bucket in another account are that account's to say");
  }
  return problems;
}
