import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketReplicationCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { TerraformStack } from "cdktf";
import { Key, type KeyProps } from "../../../../modules/kms";
import { AccountPublicAccessBlock, Bucket, type BucketProps, Replication } from "../../../../modules/s3";
import { emptyBucket } from "../../../../tools/emulator/empty-bucket";
import { testClients } from "../../../helpers/emulator";
import { testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import type { StackJson } from "../../../helpers/stacks/stack-json";
import { synth } from "../../../helpers/stacks/synth";
import { actions, TestStack } from "../../../helpers/stacks/test-stack";
import { useTempDir } from "../../../helpers/temp-dir";

/** LocalStack's own account. */
const env = { ...ENVIRONMENT, accountId: "000000000000" };
const THERE = "eu-west-1";
const preventDestroy = { off: "a test" } as const;
const run = Date.now();
const nameOf = (id: string) => `example-${id}-${run}`;

const key = (stack: TerraformStack, id: string, props: Partial<KeyProps> = {}) =>
  new Key(stack, id, { description: id, policy: { env }, preventDestroy, ...props });
const bucket = (stack: TerraformStack, id: string, props: Partial<BucketProps>) =>
  new Bucket(stack, id, { name: nameOf(id), env, preventDestroy, ...props });

/** Two buckets in two regions with nearly every setting that a bucket has, and one for what they report. */
function everything(stack: TerraformStack): void {
  new AccountPublicAccessBlock(stack, "account");
  const { arn: topicArn } = new SnsTopic(stack, "events", { name: nameOf("events") });
  const reports = bucket(stack, "reports", { sseS3: { on: "server access logs take no other" } });
  const replica = bucket(stack, "replica", {
    key: key(stack, "replica-key", { region: THERE }),
    env: { ...env, region: THERE },
    region: THERE,
    objectLock: "perObject",
  });
  const source = bucket(stack, "source", {
    key: key(stack, "source-key"),
    objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
    lifecycle: LIFECYCLE,
    transitionDefaultMinimumObjectSize: "varies_by_storage_class",
    acceleration: true,
    requesterPays: true,
    cors: [{ allowedOrigins: ["https://www.example.com"], allowedMethods: ["GET"], maxAgeSeconds: 60 }],
    intelligentTiering: { cold: { prefix: "old/", tags: { a: "b" }, archiveAccessInDays: 90 } },
    metrics: { all: {}, tagged: { tags: { a: "b" } } },
    analytics: { classes: { prefix: "etcd/", destination: { bucket: reports, prefix: "classes/" } } },
    inventories: { weekly: { destination: { bucket: reports, prefix: "lists/" }, frequency: "Weekly" } },
    accessLogs: { target: reports, prefix: "access/", partitionedBy: "EventTime" },
    notifications: {
      eventBridge: true,
      topics: ["etcd/", "ca/"].map((prefix) => ({
        topicArn,
        events: ["s3:ObjectCreated:*"],
        prefix,
        suffix: ".kms",
      })),
    },
  });
  source.grantAppendOnly(testRole(stack, `appender-${run}`), { prefixes: ["etcd/"] });
  new Replication(stack, "replication", {
    env,
    source,
    destinations: [
      {
        bucket: replica,
        rules: [
          { prefix: "etcd/", replicationTime: true, storageClass: "GLACIER_IR", deleteMarkers: true },
          { prefix: "ca/", tags: { keep: "twice" } },
        ],
      },
    ],
  });
}

const LIFECYCLE: NonNullable<BucketProps["lifecycle"]> = [
  {
    id: "etcd",
    filter: { prefix: "etcd/", tags: { a: "b" }, objectSizeGreaterThan: 1024 },
    transitions: [
      { storageClass: "STANDARD_IA", days: 30 },
      { storageClass: "DEEP_ARCHIVE", days: 60 },
    ],
    noncurrentTransitions: [{ storageClass: "GLACIER_IR", noncurrentDays: 5, newerNoncurrentVersions: 2 }],
    expirationInDays: 90,
    noncurrentExpirationInDays: 30,
    newerNoncurrentVersions: 3,
  },
  { id: "once", filter: { prefix: "once/" }, expirationDate: "2030-01-31T00:00:00Z" },
  { id: "parts", abortIncompleteMultipartUploadInDays: 7 },
];

describe("S3 constructs on the emulator", () => {
  const folder = useTempDir();
  const { s3, s3In } = testClients();
  const Bucket = nameOf("source");

  it("are created, hold what was declared, encrypt under their key, and are removed", async () => {
    const { json } = synth(everything);
    const stack = new TestStack(folder()).write({ resource: json.resource } as StackJson);
    const outcome = async () => new Set(Object.values(actions((await stack.apply()).changes)));
    expect(await outcome()).toEqual(new Set(["created"]));
    expect(await outcome()).toEqual(new Set(["unchanged"]));

    const lifecycle = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(lifecycle.TransitionDefaultMinimumObjectSize).toBe("varies_by_storage_class");
    expect(lifecycle.Rules).toMatchObject([
      {
        ID: "etcd",
        Filter: { And: { Prefix: "etcd/", Tags: [{ Key: "a", Value: "b" }], ObjectSizeGreaterThan: 1024 } },
        Transitions: [
          { Days: 30, StorageClass: "STANDARD_IA" },
          { Days: 60, StorageClass: "DEEP_ARCHIVE" },
        ],
        NoncurrentVersionTransitions: [
          { NoncurrentDays: 5, StorageClass: "GLACIER_IR", NewerNoncurrentVersions: 2 },
        ],
        Expiration: { Days: 90 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 3 },
      },
      { ID: "once", Expiration: { Date: new Date("2030-01-31T00:00:00Z") } },
      { ID: "parts", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ]);
    const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(lock.ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: "Enabled",
      Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 30 } },
    });
    const replication = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    const destination = {
      Bucket: `arn:aws:s3:::${nameOf("replica")}`,
      EncryptionConfiguration: { ReplicaKmsKeyID: expect.stringContaining(`:kms:${THERE}:`) },
    };
    expect(replication.ReplicationConfiguration).toMatchObject({
      Role: expect.stringContaining(":role/replicate-"),
      Rules: [
        {
          Priority: 1,
          Filter: { Prefix: "etcd/" },
          DeleteMarkerReplication: { Status: "Enabled" },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
          Destination: {
            ...destination,
            StorageClass: "GLACIER_IR",
            ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } },
            Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } },
          },
        },
        {
          Priority: 2,
          Filter: { And: { Prefix: "ca/", Tags: [{ Key: "keep", Value: "twice" }] } },
          DeleteMarkerReplication: { Status: "Disabled" },
          Destination: destination,
        },
      ],
    });

    // Without any header about encryption, as the product's own uploads are.
    const replica = { Bucket: nameOf("replica"), Key: "etcd/one" };
    const there = s3In(THERE);
    await there.send(new PutObjectCommand({ ...replica, Body: "x" }));
    expect(await there.send(new HeadObjectCommand(replica))).toMatchObject({
      ServerSideEncryption: "aws:kms",
      BucketKeyEnabled: true,
      SSEKMSKeyId:
        replication.ReplicationConfiguration?.Rules?.[0]?.Destination?.EncryptionConfiguration
          ?.ReplicaKmsKeyID,
    });
    const report = { Bucket: nameOf("reports"), Key: "access/one" };
    await s3.send(new PutObjectCommand({ ...report, Body: "x" }));
    expect(await s3.send(new HeadObjectCommand(report))).toMatchObject({ ServerSideEncryption: "AES256" });

    await emptyBucket(there, replica.Bucket);
    await emptyBucket(s3, report.Bucket);
    await stack.destroy();
  });
});
