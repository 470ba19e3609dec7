/** Small synthesized stacks for the tests of estimates. */
import type { Item } from "../../../scripts/core/cost/billing";
import { type Estimate, estimate } from "../../../scripts/core/cost/estimate";
import { pricing } from "../../../scripts/core/cost/prices";
import { type ProfileInput, profileOf } from "../../../scripts/core/cost/profile/parse";
import { readSynthesis, type Synthesis } from "../../../scripts/core/cost/synthesis/read";

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The text of a stack with these resources. */
export function stackText(resource: Blocks, region: unknown = "us-east-1"): string {
  return JSON.stringify({ terraform: {}, provider: { aws: [{ region }] }, resource });
}

export function stackWith(resource: Blocks, region = "us-east-1"): Synthesis {
  return readSynthesis(stackText(resource, region), "cdk.tf.json", "test");
}

/** What it costs with this usage; nothing is used that is not said. */
export function costOf(resource: Blocks, usage: ProfileInput = {}, region = "us-east-1"): Estimate {
  return estimate(stackWith(resource, region), profileOf({ restoresPerMonth: 0, ...usage }), pricing());
}

/** The amounts of an estimate by what they are for. */
export function amounts({ items }: Pick<Estimate, "items">): Readonly<Record<string, number>> {
  return Object.fromEntries(items.map((item: Item) => [`${item.of}: ${item.what}`, item.monthlyUsd]));
}

export const KEY = { customer_master_key_spec: "SYMMETRIC_DEFAULT", enable_key_rotation: true };

interface BucketProps {
  readonly days?: unknown;
  readonly noncurrentDays?: number;
  readonly lockDays?: number;
  readonly transitions?: readonly { readonly days: number; readonly storage_class: string }[];
  readonly bucketKey?: boolean;
  readonly region?: string;
  readonly prefix?: string;
}

/** A versioned bucket under a key, as the modules make it. */
export function bucket(name: string, props: BucketProps = {}): Blocks {
  const { days, noncurrentDays, lockDays, transitions, bucketKey = true, region, prefix = "etcd/" } = props;
  const of = { bucket: `\${aws_s3_bucket.${name}.bucket}`, ...(region && { region }) };
  const lock = {
    aws_s3_bucket_object_lock_configuration: {
      [name]: { ...of, rule: { default_retention: { days: lockDays } } },
    },
  };
  return {
    aws_s3_bucket: { [name]: { ...(region && { region }) } },
    aws_s3_bucket_versioning: { [name]: { ...of, versioning_configuration: { status: "Enabled" } } },
    aws_s3_bucket_server_side_encryption_configuration: {
      [name]: {
        ...of,
        rule: [
          {
            bucket_key_enabled: bucketKey,
            apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" },
          },
        ],
      },
    },
    aws_s3_bucket_lifecycle_configuration: {
      [name]: {
        ...of,
        rule: [
          {
            status: "Enabled",
            filter: [{ prefix }],
            ...(days !== undefined && { expiration: [{ days }] }),
            ...(noncurrentDays && { noncurrent_version_expiration: [{ noncurrent_days: noncurrentDays }] }),
            ...(transitions && { transition: transitions }),
          },
          { status: "Enabled", filter: [{ prefix }], expiration: [{ expired_object_delete_marker: true }] },
          { status: "Disabled", filter: [{}], expiration: [{ days: 1 }] },
        ],
      },
    },
    ...(lockDays && lock),
  };
}

/** Both in one stack. */
export function together(...stacks: readonly Blocks[]): Blocks {
  const all: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {};
  for (const stack of stacks)
    for (const [type, named] of Object.entries(stack)) all[type] = { ...all[type], ...named };
  return all;
}

/** A rule that copies from one bucket of the stack to another. */
export function replication(
  from: string,
  to: string,
  destination: Readonly<Record<string, unknown>> = {},
): Blocks {
  return {
    aws_s3_bucket_replication_configuration: {
      [from]: {
        bucket: `\${aws_s3_bucket.${from}.bucket}`,
        rule: [
          {
            status: "Enabled",
            filter: {},
            destination: { bucket: `\${aws_s3_bucket.${to}.arn}`, ...destination },
          },
        ],
      },
    },
  };
}
