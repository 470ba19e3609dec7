/** What a stack says about each of its buckets, put together from the resources that are about it. */
import { FLEET_OUTPUT } from "../../../../modules/backup-contract";
import { allOf, type Body, firstOf, numberAt, type Resource, referenceOf, type Synthesis } from "./read";

/** What a bucket is for. A replica holds nothing but copies, and one of reports what jobs of a fleet are told and tell. */
export type BucketRole = "source" | "replica" | "trail" | "reports";

/** A change of storage class, after so many days. */
export interface Transition {
  readonly days: number;
  readonly storageClass: string;
}

/** What happens to objects under a prefix. */
export interface LifecycleRule {
  readonly prefix: string;
  readonly expirationInDays: number | undefined;
  readonly noncurrentInDays: number | undefined;
  readonly transitions: readonly Transition[];
  readonly noncurrentTransitions: readonly Transition[];
}

/** A rule that copies. */
export interface ReplicationRule {
  readonly prefix: string;
  /** Address of the bucket; `undefined` for one of another stack or account. */
  readonly to: string | undefined;
  readonly storageClass: string;
  readonly timeControl: boolean;
  readonly metrics: boolean;
}

export interface Bucket {
  readonly address: string;
  readonly region: string;
  readonly role: BucketRole;
  readonly kms: boolean;
  readonly bucketKey: boolean;
  readonly versioned: boolean;
  /** Days of the default retention of object lock; 0 without it. */
  readonly lockInDays: number;
  readonly rules: readonly LifecycleRule[];
  readonly replication: readonly ReplicationRule[];
}

/** Every bucket of a stack. */
export function bucketsOf({
  resources,
  outputs,
}: Pick<Synthesis, "resources" | "outputs">): readonly Bucket[] {
  const replicated = resources.filter(({ type }) => type === "aws_s3_bucket_replication_configuration");
  const targets = new Set(replicated.flatMap((each) => replicationRules(each).map(({ to }) => to)));
  const sources = new Set(replicated.map(({ body }) => referenceOf(body.bucket)));
  const trails = new Set(
    resources
      .filter(({ type }) => type === "aws_cloudtrail")
      .map(({ body }) => referenceOf(body.s3_bucket_name)),
  );
  const reports = referenceOf(String(outputs[FLEET_OUTPUT.reportLocation]).replace(/^s3:\/\//, ""));
  const roleOf = (address: string): BucketRole => {
    if (trails.has(address)) return "trail";
    if (address === reports) return "reports";
    return targets.has(address) && !sources.has(address) ? "replica" : "source";
  };
  return resources
    .filter(({ type }) => type === "aws_s3_bucket")
    .map(({ address, region }): Bucket => {
      const about = (type: string): Resource | undefined =>
        resources.find(
          (each) => each.type === `aws_s3_bucket_${type}` && referenceOf(each.body.bucket) === address,
        );
      const encryption = firstOf(about("server_side_encryption_configuration")?.body.rule);
      const algorithm = firstOf(encryption?.apply_server_side_encryption_by_default)?.sse_algorithm;
      const lifecycle = about("lifecycle_configuration");
      const replication = about("replication_configuration");
      return {
        address,
        region,
        role: roleOf(address),
        kms: algorithm === "aws:kms" || algorithm === "aws:kms:dsse",
        bucketKey: encryption?.bucket_key_enabled === true,
        versioned: firstOf(about("versioning")?.body.versioning_configuration)?.status === "Enabled",
        lockInDays: lockInDays(about("object_lock_configuration")),
        rules: lifecycle === undefined ? [] : lifecycleRules(lifecycle),
        replication: replication === undefined ? [] : replicationRules(replication),
      };
    });
}

const DAYS_PER_YEAR = 365;

function lockInDays(lock: Resource | undefined): number {
  const retention = firstOf(firstOf(lock?.body.rule)?.default_retention);
  if (lock === undefined || retention === undefined) return 0;
  const days = numberAt(lock, "rule.default_retention.days", retention.days);
  const years = numberAt(lock, "rule.default_retention.years", retention.years);
  return days ?? (years ?? 0) * DAYS_PER_YEAR;
}

function lifecycleRules(resource: Resource): LifecycleRule[] {
  return allOf(resource.body.rule)
    .filter(({ status }) => status === "Enabled")
    .map((rule) => {
      const noncurrent = firstOf(rule.noncurrent_version_expiration);
      return {
        prefix: prefixOf(rule),
        expirationInDays: numberAt(resource, "rule.expiration.days", firstOf(rule.expiration)?.days),
        noncurrentInDays: numberAt(
          resource,
          "rule.noncurrent_version_expiration.noncurrent_days",
          noncurrent?.noncurrent_days,
        ),
        transitions: transitions(resource, rule.transition, "days"),
        noncurrentTransitions: transitions(resource, rule.noncurrent_version_transition, "noncurrent_days"),
      };
    });
}

function transitions(resource: Resource, value: unknown, days: string): Transition[] {
  return allOf(value)
    .map((each) => ({
      days: numberAt(resource, `rule.transition.${days}`, each[days]) ?? 0,
      storageClass: String(each.storage_class),
    }))
    .sort((a, b) => a.days - b.days);
}

function replicationRules({ body }: Resource): ReplicationRule[] {
  return allOf(body.rule)
    .filter(({ status }) => status === "Enabled")
    .map((rule) => {
      const destination = firstOf(rule.destination);
      return {
        prefix: prefixOf(rule),
        to: referenceOf(destination?.bucket),
        storageClass: typeof destination?.storage_class === "string" ? destination.storage_class : "STANDARD",
        timeControl: firstOf(destination?.replication_time)?.status === "Enabled",
        metrics: firstOf(destination?.metrics)?.status === "Enabled",
      };
    });
}

function prefixOf(rule: Body): string {
  const filter = firstOf(rule.filter);
  const prefix = filter?.prefix ?? firstOf(filter?.and)?.prefix ?? rule.prefix;
  return typeof prefix === "string" ? prefix : "";
}
