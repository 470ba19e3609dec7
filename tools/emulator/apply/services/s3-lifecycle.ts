/** S3: lifecycle rules of a bucket. */
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { block, blocks } from "../attribute-schemas";
import { bucketSetting } from "./s3-setting";

const ruleSchema = z.strictObject({
  id: z.string(),
  status: z.enum(["Enabled", "Disabled"]),
  filter: block(z.strictObject({ prefix: z.string().default("") })).default({ prefix: "" }),
  expiration: block(
    z.strictObject({ days: z.number().optional(), expired_object_delete_marker: z.boolean().optional() }),
  ).optional(),
  noncurrent_version_expiration: block(
    z.strictObject({ noncurrent_days: z.number(), newer_noncurrent_versions: z.number().optional() }),
  ).optional(),
  abort_incomplete_multipart_upload: block(z.strictObject({ days_after_initiation: z.number() })).optional(),
});
const lifecycleSchema = z.strictObject({ bucket: z.string(), rule: blocks(ruleSchema) });

function lifecycleRule(rule: z.output<typeof ruleSchema>): LifecycleRule {
  const {
    expiration,
    noncurrent_version_expiration: noncurrent,
    abort_incomplete_multipart_upload: abort,
  } = rule;
  return withoutUndefined({
    ID: rule.id,
    Status: rule.status,
    Filter: { Prefix: rule.filter.prefix },
    Expiration:
      expiration &&
      withoutUndefined({
        Days: expiration.days,
        ExpiredObjectDeleteMarker: expiration.expired_object_delete_marker,
      }),
    NoncurrentVersionExpiration:
      noncurrent &&
      withoutUndefined({
        NoncurrentDays: noncurrent.noncurrent_days,
        NewerNoncurrentVersions: noncurrent.newer_noncurrent_versions,
      }),
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.days_after_initiation },
  });
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

export const s3BucketLifecycle = bucketSetting(lifecycleSchema, {
  missing: ["NoSuchLifecycleConfiguration"],
  put: (s3, Bucket, { rule }) => {
    const LifecycleConfiguration = { Rules: rule.map(lifecycleRule) };
    return s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  },
  get: async (s3, Bucket) => (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules,
  facts: ({ rule }) => rule.map(lifecycleRule),
  remove: (s3, Bucket) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
});
