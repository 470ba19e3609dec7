/** Copies that S3 makes of what is written to a bucket. */
import type { Quantity } from "../billing";
import type { Findings } from "../findings";
import type { Profile } from "../profile/fields";
import type { Bucket, ReplicationRule } from "../synthesis/buckets";
import { GIB } from "../units";
import { type Backups, backupsIn, MANIFEST_BYTES, OBJECTS_PER_BACKUP } from "./backups";
import { versions } from "./storage";

/**
 * Metrics of a rule: bytes and operations that wait, latency, and operations that failed.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
const METRICS_PER_RULE = 4;

/** What the copies of one bucket cost, in its own region and where they go. */
export function replicationFindings(
  bucket: Bucket,
  buckets: readonly Bucket[],
  profile: Profile,
): readonly Findings[] {
  return bucket.replication.map((rule) => ofRule(bucket, rule, buckets, profile));
}

function ofRule(
  bucket: Bucket,
  rule: ReplicationRule,
  buckets: readonly Bucket[],
  profile: Profile,
): Findings {
  const { address: of, region } = bucket;
  const target = buckets.find(({ address }) => address === rule.to);
  const backups = backupsIn(bucket, profile).filter(({ prefix }) => prefix.startsWith(rule.prefix));
  const { gib, objects } = backups.length > 0 ? monthOf(backups) : dataOf(profile);
  const elsewhere = target === undefined || target.region !== region;
  const at = { of, region };
  return {
    quantities: [
      { ...at, what: "traffic of replication", price: "transfer.interRegion", quantity: elsewhere ? gib : 0 },
      {
        ...at,
        what: "replication time control",
        price: "s3.replicationTimeControl",
        quantity: rule.timeControl ? gib : 0,
      },
      {
        ...at,
        what: "metrics of replication",
        price: "cloudwatch.metric",
        quantity: rule.metrics || rule.timeControl ? METRICS_PER_RULE : 0,
      },
      {
        ...at,
        what: "requests to KMS for replication",
        price: "kms.requests",
        quantity: bucket.kms ? objects : 0,
      },
      ...(target === undefined ? [] : atTarget(target, rule, backups, profile, objects)),
    ],
    notCounted:
      target === undefined
        ? [
            `${of}: storage and requests of the copies, which the owner of the other bucket pays; its traffic is counted as to another region`,
          ]
        : [],
  };
}

function atTarget(
  target: Bucket,
  rule: ReplicationRule,
  backups: readonly Backups[],
  profile: Profile,
  objects: number,
): Quantity[] {
  const at = { of: target.address, region: target.region };
  const copies = backups.map((each) => ({ ...each, rule: ruleAt(target, each) }));
  const data = { ...at, what: "copies of data", price: `s3.storage.${rule.storageClass}` };
  return [
    ...(backups.length > 0
      ? versions(target, copies, rule.storageClass, "copies")
      : [{ ...data, quantity: profile.storedSize / GIB }]),
    { ...at, what: "requests that write copies", price: "s3.requests.write", quantity: objects },
    {
      ...at,
      what: "requests to KMS for replication",
      price: "kms.requests",
      quantity: target.kms ? objects : 0,
    },
  ];
}

/** The rule that the target has for copies under a prefix; the source's expiry where it has none. */
function ruleAt(target: Bucket, { prefix, rule }: Backups): Backups["rule"] {
  const own = target.rules
    .filter((each) => each.expirationInDays !== undefined && prefix.startsWith(each.prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  return own === undefined
    ? rule
    : { ...own, expirationInDays: own.expirationInDays ?? rule.expirationInDays };
}

function monthOf(backups: readonly Backups[]): { readonly gib: number; readonly objects: number } {
  return {
    gib: backups.reduce((sum, { bytes, perMonth }) => sum + ((bytes + MANIFEST_BYTES) * perMonth) / GIB, 0),
    objects: backups.reduce((sum, { perMonth }) => sum + perMonth * OBJECTS_PER_BACKUP, 0),
  };
}

/** Of data, what is written in a month is what is overwritten: the rest was copied once. */
function dataOf({ overwrittenPerMonth, writesPerMonth }: Profile): {
  readonly gib: number;
  readonly objects: number;
} {
  return { gib: overwrittenPerMonth / GIB, objects: writesPerMonth };
}
