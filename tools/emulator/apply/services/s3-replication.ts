/** S3: replication of a bucket. The emulator keeps the configuration and copies nothing. */
import {
  DeleteBucketReplicationCommand,
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  type ReplicationConfiguration,
  type ReplicationRuleFilter,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { block, blocks } from "../attribute-schemas";
import { tagList } from "../sdk";
import { bucketSetting, plain } from "./s3-setting";

const status = z.enum(["Enabled", "Disabled"]);
const switched = block(z.strictObject({ status }));
const minutes = block(z.strictObject({ minutes: z.number() }));
const filterSchema = block(
  z.strictObject({
    prefix: z.string().optional(),
    tag: block(z.strictObject({ key: z.string(), value: z.string() })).optional(),
    and: block(
      z.strictObject({ prefix: z.string().optional(), tags: z.record(z.string(), z.string()).default({}) }),
    ).optional(),
  }),
);
const ruleSchema = z.strictObject({
  id: z.string(),
  priority: z.number(),
  status,
  filter: filterSchema,
  delete_marker_replication: switched,
  source_selection_criteria: block(
    z.strictObject({ sse_kms_encrypted_objects: switched, replica_modifications: switched.optional() }),
  ),
  destination: block(
    z.strictObject({
      bucket: z.string(),
      account: z.string().optional(),
      storage_class: z.string().optional(),
      access_control_translation: block(z.strictObject({ owner: z.string() })).optional(),
      encryption_configuration: block(z.strictObject({ replica_kms_key_id: z.string() })),
      replication_time: block(z.strictObject({ status, time: minutes })).optional(),
      metrics: block(z.strictObject({ status, event_threshold: minutes.optional() })).optional(),
    }),
  ),
});
const replicationSchema = z.strictObject({ bucket: z.string(), role: z.string(), rule: blocks(ruleSchema) });

function filterOf({ prefix, tag, and }: z.output<typeof filterSchema>): ReplicationRuleFilter {
  if (tag !== undefined) return { Tag: { Key: tag.key, Value: tag.value } };
  if (and !== undefined)
    return { And: { ...(and.prefix === undefined ? {} : { Prefix: and.prefix }), Tags: tagList(and.tags) } };
  return { Prefix: prefix ?? "" };
}

function configuration({ role, rule }: z.output<typeof replicationSchema>) {
  const Rules = rule.map((one) => {
    const { destination: to, source_selection_criteria: criteria } = one;
    const { replication_time: time, metrics } = to;
    return {
      ID: one.id,
      Priority: one.priority,
      Status: one.status,
      Filter: filterOf(one.filter),
      DeleteMarkerReplication: { Status: one.delete_marker_replication.status },
      SourceSelectionCriteria: {
        SseKmsEncryptedObjects: { Status: criteria.sse_kms_encrypted_objects.status },
        ReplicaModifications: criteria.replica_modifications && {
          Status: criteria.replica_modifications.status,
        },
      },
      Destination: {
        Bucket: to.bucket,
        Account: to.account,
        StorageClass: to.storage_class,
        AccessControlTranslation: to.access_control_translation && {
          Owner: to.access_control_translation.owner,
        },
        EncryptionConfiguration: { ReplicaKmsKeyID: to.encryption_configuration.replica_kms_key_id },
        ReplicationTime: time && { Status: time.status, Time: { Minutes: time.time.minutes } },
        Metrics: metrics && {
          Status: metrics.status,
          EventThreshold: metrics.event_threshold && { Minutes: metrics.event_threshold.minutes },
        },
      },
    };
  });
  return plain({ Role: role, Rules }) as ReplicationConfiguration;
}

export const s3BucketReplication = bucketSetting(replicationSchema, {
  missing: ["ReplicationConfigurationNotFoundError"],
  put: (s3, Bucket, wanted) =>
    s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: configuration(wanted) })),
  get: async (s3, Bucket) =>
    plain((await s3.send(new GetBucketReplicationCommand({ Bucket }))).ReplicationConfiguration),
  facts: configuration,
  remove: (s3, Bucket) => s3.send(new DeleteBucketReplicationCommand({ Bucket })),
});
