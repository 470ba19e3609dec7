/** S3: configurations of which a bucket can have many. */
import {
  type AnalyticsConfiguration,
  DeleteBucketAnalyticsConfigurationCommand,
  DeleteBucketIntelligentTieringConfigurationCommand,
  DeleteBucketInventoryConfigurationCommand,
  DeleteBucketMetricsConfigurationCommand,
  GetBucketAnalyticsConfigurationCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketMetricsConfigurationCommand,
  type IntelligentTieringConfiguration,
  type InventoryConfiguration,
  type MetricsFilter,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { block, blocks } from "../attribute-schemas";
import { tagList } from "../sdk";
import { namedBucketSetting, plain } from "./s3-setting";

const named = { bucket: z.string(), name: z.string() };
const filterSchema = block(
  z.strictObject({
    prefix: z.string().optional(),
    tags: z.record(z.string(), z.string()).default({}),
  }),
).optional();

/** One criterion stands alone, several stand in `And`; the same for all kinds but inventories. */
function filterOf(filter: z.output<typeof filterSchema>): { Filter?: MetricsFilter & object } {
  if (filter === undefined) return {};
  const { prefix: Prefix, tags } = filter;
  const Tags = tagList(tags);
  if (Tags.length === 0) return Prefix === undefined ? {} : { Filter: { Prefix } };
  if (Prefix === undefined && Tags.length === 1 && Tags[0] !== undefined) return { Filter: { Tag: Tags[0] } };
  return { Filter: { And: { ...(Prefix === undefined ? {} : { Prefix }), Tags } } };
}

const metricSchema = z.strictObject({ ...named, filter: filterSchema });
const metric = ({ name, filter }: z.output<typeof metricSchema>) => ({ Id: name, ...filterOf(filter) });

export const s3BucketMetric = namedBucketSetting(metricSchema, {
  put: (s3, id, wanted) =>
    s3.send(new PutBucketMetricsConfigurationCommand({ ...id, MetricsConfiguration: metric(wanted) })),
  get: async (s3, id) =>
    plain((await s3.send(new GetBucketMetricsConfigurationCommand(id))).MetricsConfiguration),
  facts: metric,
  remove: (s3, id) => s3.send(new DeleteBucketMetricsConfigurationCommand(id)),
});

const tieringSchema = z.strictObject({
  ...named,
  status: z.enum(["Enabled", "Disabled"]),
  filter: filterSchema,
  tiering: blocks(z.strictObject({ access_tier: z.string(), days: z.number() })),
});

function tiering({ name, status, filter, tiering: tiers }: z.output<typeof tieringSchema>) {
  return {
    Id: name,
    Status: status,
    ...filterOf(filter),
    Tierings: tiers.map(({ access_tier, days }) => ({ AccessTier: access_tier, Days: days })),
  } as IntelligentTieringConfiguration;
}

export const s3BucketTiering = namedBucketSetting(tieringSchema, {
  put: (s3, id, wanted) =>
    s3.send(
      new PutBucketIntelligentTieringConfigurationCommand({
        ...id,
        IntelligentTieringConfiguration: tiering(wanted),
      }),
    ),
  get: async (s3, id) =>
    plain(
      (await s3.send(new GetBucketIntelligentTieringConfigurationCommand(id)))
        .IntelligentTieringConfiguration,
    ),
  facts: tiering,
  remove: (s3, id) => s3.send(new DeleteBucketIntelligentTieringConfigurationCommand(id)),
});

const inventorySchema = z.strictObject({
  ...named,
  enabled: z.boolean().default(true),
  included_object_versions: z.string(),
  optional_fields: z.array(z.string()).default([]),
  filter: block(z.strictObject({ prefix: z.string() })).optional(),
  schedule: block(z.strictObject({ frequency: z.string() })),
  destination: block(
    z.strictObject({
      bucket: block(
        z.strictObject({
          bucket_arn: z.string(),
          format: z.string(),
          account_id: z.string().optional(),
          prefix: z.string().optional(),
          encryption: block(
            z.strictObject({ sse_kms: block(z.strictObject({ key_id: z.string() })) }),
          ).optional(),
        }),
      ),
    }),
  ),
});

function inventory(wanted: z.output<typeof inventorySchema>) {
  const { bucket_arn, format, account_id, prefix, encryption } = wanted.destination.bucket;
  return {
    Id: wanted.name,
    IsEnabled: wanted.enabled,
    IncludedObjectVersions: wanted.included_object_versions,
    OptionalFields: wanted.optional_fields,
    Schedule: { Frequency: wanted.schedule.frequency },
    ...(wanted.filter === undefined ? {} : { Filter: { Prefix: wanted.filter.prefix } }),
    Destination: {
      S3BucketDestination: {
        Bucket: bucket_arn,
        Format: format,
        ...(account_id === undefined ? {} : { AccountId: account_id }),
        ...(prefix === undefined ? {} : { Prefix: prefix }),
        ...(encryption === undefined ? {} : { Encryption: { SSEKMS: { KeyId: encryption.sse_kms.key_id } } }),
      },
    },
  } as InventoryConfiguration;
}

export const s3BucketInventory = namedBucketSetting(inventorySchema, {
  put: (s3, id, wanted) =>
    s3.send(new PutBucketInventoryConfigurationCommand({ ...id, InventoryConfiguration: inventory(wanted) })),
  get: async (s3, id) =>
    plain((await s3.send(new GetBucketInventoryConfigurationCommand(id))).InventoryConfiguration),
  facts: inventory,
  remove: (s3, id) => s3.send(new DeleteBucketInventoryConfigurationCommand(id)),
});

const analyticsSchema = z.strictObject({
  ...named,
  filter: filterSchema,
  storage_class_analysis: block(
    z.strictObject({
      data_export: block(
        z.strictObject({
          output_schema_version: z.string(),
          destination: block(
            z.strictObject({
              s3_bucket_destination: block(
                z.strictObject({
                  bucket_arn: z.string(),
                  format: z.string(),
                  bucket_account_id: z.string().optional(),
                  prefix: z.string().optional(),
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  ).optional(),
});

function analytics({ name, filter, storage_class_analysis }: z.output<typeof analyticsSchema>) {
  const data = storage_class_analysis?.data_export;
  const to = data?.destination.s3_bucket_destination;
  const DataExport = to && {
    OutputSchemaVersion: data?.output_schema_version,
    Destination: {
      S3BucketDestination: {
        Bucket: to.bucket_arn,
        Format: to.format,
        ...(to.bucket_account_id === undefined ? {} : { BucketAccountId: to.bucket_account_id }),
        ...(to.prefix === undefined ? {} : { Prefix: to.prefix }),
      },
    },
  };
  return {
    Id: name,
    ...filterOf(filter),
    StorageClassAnalysis: DataExport === undefined ? {} : { DataExport },
  } as AnalyticsConfiguration;
}

export const s3BucketAnalytics = namedBucketSetting(analyticsSchema, {
  put: (s3, id, wanted) =>
    s3.send(new PutBucketAnalyticsConfigurationCommand({ ...id, AnalyticsConfiguration: analytics(wanted) })),
  get: async (s3, id) =>
    plain((await s3.send(new GetBucketAnalyticsConfigurationCommand(id))).AnalyticsConfiguration),
  facts: analytics,
  remove: (s3, id) => s3.send(new DeleteBucketAnalyticsConfigurationCommand(id)),
});
