/** S3: access logs, CORS, acceleration, who pays, and notifications of a bucket. */
import {
  DeleteBucketCorsCommand,
  type Event,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketRequestPaymentCommand,
  type PartitionDateSource,
  PutBucketAccelerateConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketRequestPaymentCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { block, blocks } from "../attribute-schemas";
import { bucketSetting, plain } from "./s3-setting";

const bucket = z.string();
const strings = z.array(z.string());

export const s3BucketAccelerate = bucketSetting(
  z.strictObject({ bucket, status: z.enum(["Enabled", "Suspended"]) }),
  {
    missing: [],
    put: (s3, Bucket, { status: Status }) =>
      s3.send(new PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration: { Status } })),
    get: async (s3, Bucket) => ({
      Status: (await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status,
    }),
    facts: ({ status }) => ({ Status: status }),
    // It cannot be removed, only suspended.
    remove: (s3, Bucket) =>
      s3.send(
        new PutBucketAccelerateConfigurationCommand({
          Bucket,
          AccelerateConfiguration: { Status: "Suspended" },
        }),
      ),
  },
);

export const s3BucketRequestPayment = bucketSetting(
  z.strictObject({ bucket, payer: z.enum(["Requester", "BucketOwner"]) }),
  {
    missing: [],
    put: (s3, Bucket, { payer: Payer }) =>
      s3.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer } })),
    get: async (s3, Bucket) => ({
      Payer: (await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer,
    }),
    facts: ({ payer }) => ({ Payer: payer }),
    remove: (s3, Bucket) =>
      s3.send(
        new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: "BucketOwner" } }),
      ),
  },
);

const corsSchema = z.strictObject({
  bucket,
  cors_rule: blocks(
    z.strictObject({
      allowed_origins: strings,
      allowed_methods: strings,
      allowed_headers: strings.optional(),
      expose_headers: strings.optional(),
      max_age_seconds: z.number().optional(),
    }),
  ),
});

const corsRules = ({ cors_rule }: z.output<typeof corsSchema>) =>
  cors_rule.map((rule) => ({
    AllowedOrigins: rule.allowed_origins,
    AllowedMethods: rule.allowed_methods,
    ...(rule.allowed_headers === undefined ? {} : { AllowedHeaders: rule.allowed_headers }),
    ...(rule.expose_headers === undefined ? {} : { ExposeHeaders: rule.expose_headers }),
    ...(rule.max_age_seconds === undefined ? {} : { MaxAgeSeconds: rule.max_age_seconds }),
  }));

export const s3BucketCors = bucketSetting(corsSchema, {
  missing: ["NoSuchCORSConfiguration"],
  put: (s3, Bucket, wanted) =>
    s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: corsRules(wanted) } })),
  get: async (s3, Bucket) => (await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules,
  facts: corsRules,
  remove: (s3, Bucket) => s3.send(new DeleteBucketCorsCommand({ Bucket })),
});

const loggingSchema = z.strictObject({
  bucket,
  target_bucket: z.string(),
  target_prefix: z.string(),
  target_object_key_format: block(
    z.strictObject({
      partitioned_prefix: block(z.strictObject({ partition_date_source: z.string() })),
    }),
  ).optional(),
});

function logging({
  target_bucket,
  target_prefix,
  target_object_key_format: format,
}: z.output<typeof loggingSchema>) {
  const source = format?.partitioned_prefix.partition_date_source as PartitionDateSource | undefined;
  return {
    TargetBucket: target_bucket,
    TargetPrefix: target_prefix,
    ...(source === undefined
      ? {}
      : { TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: source } } }),
  };
}

export const s3BucketLogging = bucketSetting(loggingSchema, {
  missing: [],
  put: (s3, Bucket, wanted) =>
    s3.send(
      new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled: logging(wanted) } }),
    ),
  get: async (s3, Bucket) => (await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled,
  facts: logging,
  remove: (s3, Bucket) => s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
});

/** Queues and functions are not mapped: the emulator is not started with their services. */
const notificationSchema = z.strictObject({
  bucket,
  eventbridge: z.boolean().default(false),
  topic: blocks(
    z.strictObject({
      topic_arn: z.string(),
      events: strings,
      filter_prefix: z.string().optional(),
      filter_suffix: z.string().optional(),
    }),
  ).default([]),
});

function notifications({ eventbridge, topic }: z.output<typeof notificationSchema>) {
  return {
    ...(eventbridge ? { EventBridgeConfiguration: {} } : {}),
    TopicConfigurations: topic.map((one) => {
      const FilterRules = [
        ...(one.filter_prefix === undefined ? [] : [{ Name: "prefix" as const, Value: one.filter_prefix }]),
        ...(one.filter_suffix === undefined ? [] : [{ Name: "suffix" as const, Value: one.filter_suffix }]),
      ];
      return {
        TopicArn: one.topic_arn,
        Events: one.events as Event[],
        ...(FilterRules.length === 0 ? {} : { Filter: { Key: { FilterRules } } }),
      };
    }),
  };
}

export const s3BucketNotification = bucketSetting(notificationSchema, {
  missing: [],
  put: (s3, Bucket, wanted) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: notifications(wanted),
      }),
    ),
  get: async (s3, Bucket) => {
    const found = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    const { EventBridgeConfiguration, TopicConfigurations = [] } = found;
    // S3 answers the names of filters with a capital letter.
    const rules = (all: (typeof TopicConfigurations)[number]["Filter"]) =>
      all?.Key?.FilterRules?.map(({ Name, Value }) => ({ Name: Name?.toLowerCase(), Value }));
    return plain({
      EventBridgeConfiguration,
      TopicConfigurations: TopicConfigurations.map(({ Filter, ...one }) => ({
        ...one,
        ...(Filter === undefined ? {} : { Filter: { Key: { FilterRules: rules(Filter) } } }),
      })),
    });
  },
  facts: notifications,
  remove: (s3, Bucket) =>
    s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
});
