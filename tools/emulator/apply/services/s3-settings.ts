/** S3: access, ownership, policy, versioning, encryption and object lock of a bucket. */
import {
  type BucketVersioningStatus,
  DeleteBucketEncryptionCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  type EncryptionType,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type ObjectLockRetentionMode,
  type ObjectOwnership,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  type ServerSideEncryption,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { block, blocks, parseJson, policyText } from "../attribute-schemas";
import { unlessMissing } from "../sdk";
import { bucketSetting } from "./s3-setting";

const bucket = z.string();

const publicAccessSchema = z.strictObject({
  bucket,
  block_public_acls: z.boolean().default(false),
  block_public_policy: z.boolean().default(false),
  ignore_public_acls: z.boolean().default(false),
  restrict_public_buckets: z.boolean().default(false),
});

function publicAccess(wanted: z.output<typeof publicAccessSchema>) {
  return {
    BlockPublicAcls: wanted.block_public_acls,
    BlockPublicPolicy: wanted.block_public_policy,
    IgnorePublicAcls: wanted.ignore_public_acls,
    RestrictPublicBuckets: wanted.restrict_public_buckets,
  };
}

export const s3PublicAccessBlock = bucketSetting(publicAccessSchema, {
  missing: ["NoSuchPublicAccessBlockConfiguration"],
  put: (s3, Bucket, wanted) =>
    s3.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: publicAccess(wanted) }),
    ),
  get: async (s3, Bucket) =>
    (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
  facts: publicAccess,
  remove: (s3, Bucket) => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
});

const ownershipSchema = z.strictObject({
  bucket,
  rule: block(z.strictObject({ object_ownership: z.string() })),
});

function ownership({ rule }: z.output<typeof ownershipSchema>) {
  return { Rules: [{ ObjectOwnership: rule.object_ownership as ObjectOwnership }] };
}

export const s3OwnershipControls = bucketSetting(ownershipSchema, {
  missing: ["OwnershipControlsNotFoundError"],
  put: (s3, Bucket, wanted) =>
    s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: ownership(wanted) })),
  get: async (s3, Bucket) =>
    (await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls,
  facts: ownership,
  remove: (s3, Bucket) => s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
});

export const s3BucketPolicy = bucketSetting(z.strictObject({ bucket, policy: policyText }), {
  missing: ["NoSuchBucketPolicy"],
  put: (s3, Bucket, { policy: Policy }) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
  get: async (s3, Bucket) => parseJson((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy),
  facts: ({ policy }) => parseJson(policy),
  remove: (s3, Bucket) => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
});

const versioningSchema = z.strictObject({
  bucket,
  versioning_configuration: block(z.strictObject({ status: z.enum(["Enabled", "Suspended"]) })),
});

export const s3BucketVersioning = bucketSetting(versioningSchema, {
  missing: [],
  put: (s3, Bucket, { versioning_configuration: { status } }) =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: status } })),
  get: async (s3, Bucket) => ({ Status: (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status }),
  facts: ({ versioning_configuration: { status } }) => ({ Status: status }),
  // It cannot be removed, and with object lock not even suspended; the bucket takes it along.
  remove: (s3, Bucket) => {
    const Status: BucketVersioningStatus = "Suspended";
    const request = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } });
    return unlessMissing(["InvalidBucketState"], s3.send(request));
  },
});

const encryptionSchema = z.strictObject({
  bucket,
  rule: blocks(
    z.strictObject({
      apply_server_side_encryption_by_default: block(
        z.strictObject({ sse_algorithm: z.string(), kms_master_key_id: z.string().optional() }),
      ),
      bucket_key_enabled: z.boolean().default(false),
      blocked_encryption_types: z.array(z.string()).optional(),
    }),
  ),
});

type EncryptionRule = z.output<typeof encryptionSchema>["rule"][number];

/** As far as the emulator keeps it; what it forgets is in unsupported.ts. */
function keptEncryption({
  apply_server_side_encryption_by_default: byDefault,
  bucket_key_enabled,
}: EncryptionRule) {
  return {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: byDefault.sse_algorithm as ServerSideEncryption,
      KMSMasterKeyID: byDefault.kms_master_key_id,
    },
    BucketKeyEnabled: bucket_key_enabled,
  };
}

function encryptionRule(rule: EncryptionRule): ServerSideEncryptionRule {
  const blocked = rule.blocked_encryption_types as EncryptionType[] | undefined;
  return {
    ...keptEncryption(rule),
    ...(blocked === undefined ? {} : { BlockedEncryptionTypes: { EncryptionType: blocked } }),
  };
}

export const s3BucketEncryption = bucketSetting(encryptionSchema, {
  missing: ["ServerSideEncryptionConfigurationNotFoundError"],
  put: (s3, Bucket, { rule }) => {
    const ServerSideEncryptionConfiguration = { Rules: rule.map(encryptionRule) };
    return s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
  },
  get: async (s3, Bucket) =>
    (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules,
  facts: ({ rule }) => rule.map(keptEncryption),
  remove: (s3, Bucket) => s3.send(new DeleteBucketEncryptionCommand({ Bucket })),
});

const objectLockSchema = z.strictObject({
  bucket,
  object_lock_enabled: z.literal("Enabled").default("Enabled"),
  rule: block(
    z.strictObject({
      default_retention: block(
        z.strictObject({ mode: z.string(), days: z.number().optional(), years: z.number().optional() }),
      ),
    }),
  ).optional(),
});

function objectLock({ rule, object_lock_enabled }: z.output<typeof objectLockSchema>) {
  const retention = rule?.default_retention;
  const DefaultRetention = retention && {
    Mode: retention.mode as ObjectLockRetentionMode,
    ...(retention.days === undefined ? {} : { Days: retention.days }),
    ...(retention.years === undefined ? {} : { Years: retention.years }),
  };
  return { ObjectLockEnabled: object_lock_enabled, ...(DefaultRetention && { Rule: { DefaultRetention } }) };
}

export const s3ObjectLock = bucketSetting(objectLockSchema, {
  missing: ["ObjectLockConfigurationNotFoundError"],
  put: (s3, Bucket, wanted) =>
    s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: objectLock(wanted) })),
  get: async (s3, Bucket) =>
    (await s3.send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration,
  facts: objectLock,
  // Object lock itself stays with the bucket for ever; only the default retention can go.
  remove: (s3, Bucket) =>
    s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
      }),
    ),
});
