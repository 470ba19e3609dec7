/** S3: lifecycle rules of a bucket. */
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  type LifecycleRuleFilter,
  PutBucketLifecycleConfigurationCommand,
  type TransitionDefaultMinimumObjectSize,
  type TransitionStorageClass,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { block, blocks } from "../attribute-schemas";
import { tagList } from "../sdk";
import { bucketSetting, plain } from "./s3-setting";

const criteria = {
  prefix: z.string().optional(),
  object_size_greater_than: z.number().optional(),
  object_size_less_than: z.number().optional(),
};
const filterSchema = z.strictObject({
  ...criteria,
  tag: block(z.strictObject({ key: z.string(), value: z.string() })).optional(),
  and: block(z.strictObject({ ...criteria, tags: z.record(z.string(), z.string()).default({}) })).optional(),
});
const ruleSchema = z.strictObject({
  id: z.string(),
  status: z.enum(["Enabled", "Disabled"]),
  filter: block(filterSchema).default({}),
  expiration: block(
    z.strictObject({
      days: z.number().optional(),
      date: z.string().optional(),
      expired_object_delete_marker: z.boolean().optional(),
    }),
  ).optional(),
  noncurrent_version_expiration: block(
    z.strictObject({ noncurrent_days: z.number(), newer_noncurrent_versions: z.number().optional() }),
  ).optional(),
  transition: blocks(
    z.strictObject({ storage_class: z.string(), days: z.number().optional(), date: z.string().optional() }),
  ).optional(),
  noncurrent_version_transition: blocks(
    z.strictObject({
      storage_class: z.string(),
      noncurrent_days: z.number(),
      newer_noncurrent_versions: z.number().optional(),
    }),
  ).optional(),
  abort_incomplete_multipart_upload: block(z.strictObject({ days_after_initiation: z.number() })).optional(),
});
const lifecycleSchema = z.strictObject({
  bucket: z.string(),
  rule: blocks(ruleSchema),
  transition_default_minimum_object_size: z.string().optional(),
});

type Rule = z.output<typeof ruleSchema>;

/** A filter without criteria is sent as the empty prefix: the SDK leaves out an empty element. */
function ruleFilter({ tag, and, ...own }: Rule["filter"]): LifecycleRuleFilter {
  if (tag !== undefined) return { Tag: { Key: tag.key, Value: tag.value } };
  if (and === undefined) return Object.keys(own).length === 0 ? { Prefix: "" } : filterCriteria(own);
  const tags = tagList(and.tags);
  return { And: { ...filterCriteria(and), ...(tags.length === 0 ? {} : { Tags: tags }) } };
}

function filterCriteria(one: {
  prefix?: string | undefined;
  object_size_greater_than?: number | undefined;
  object_size_less_than?: number | undefined;
}) {
  return {
    ...(one.prefix === undefined ? {} : { Prefix: one.prefix }),
    ...(one.object_size_greater_than === undefined
      ? {}
      : { ObjectSizeGreaterThan: one.object_size_greater_than }),
    ...(one.object_size_less_than === undefined ? {} : { ObjectSizeLessThan: one.object_size_less_than }),
  };
}

const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

function lifecycleRule(rule: Rule): LifecycleRule {
  const { expiration, noncurrent_version_expiration: noncurrent } = rule;
  const abort = rule.abort_incomplete_multipart_upload;
  return withoutUndefined({
    ID: rule.id,
    Status: rule.status,
    Filter: ruleFilter(rule.filter),
    Expiration:
      expiration &&
      withoutUndefined({
        Days: expiration.days,
        Date: dateOf(expiration.date),
        ExpiredObjectDeleteMarker: expiration.expired_object_delete_marker,
      }),
    NoncurrentVersionExpiration:
      noncurrent &&
      withoutUndefined({
        NoncurrentDays: noncurrent.noncurrent_days,
        NewerNoncurrentVersions: noncurrent.newer_noncurrent_versions,
      }),
    Transitions: rule.transition?.map(({ storage_class, days, date }) =>
      withoutUndefined({
        StorageClass: storage_class as TransitionStorageClass,
        Days: days,
        Date: dateOf(date),
      }),
    ),
    NoncurrentVersionTransitions: rule.noncurrent_version_transition?.map((one) =>
      withoutUndefined({
        StorageClass: one.storage_class as TransitionStorageClass,
        NoncurrentDays: one.noncurrent_days,
        NewerNoncurrentVersions: one.newer_noncurrent_versions,
      }),
    ),
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.days_after_initiation },
  });
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const defined = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(defined) as { [K in keyof T]: Exclude<T[K], undefined> };
}

export const s3BucketLifecycle = bucketSetting(lifecycleSchema, {
  missing: ["NoSuchLifecycleConfiguration"],
  put: (s3, Bucket, { rule, transition_default_minimum_object_size: minimum }) =>
    s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: rule.map(lifecycleRule) },
        ...(minimum === undefined
          ? {}
          : { TransitionDefaultMinimumObjectSize: minimum as TransitionDefaultMinimumObjectSize }),
      }),
    ),
  get: async (s3, Bucket) => {
    const found = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return plain({ rules: found.Rules, minimum: found.TransitionDefaultMinimumObjectSize });
  },
  facts: ({ rule, transition_default_minimum_object_size: minimum }) =>
    plain({ rules: rule.map(lifecycleRule), ...(minimum === undefined ? {} : { minimum }) }),
  remove: (s3, Bucket) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
});
