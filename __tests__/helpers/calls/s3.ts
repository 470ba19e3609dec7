import type { TerraformStack } from "cdktf";
import * as kms from "../../../modules/kms";
import * as s3 from "../../../modules/s3";
import { ENVIRONMENT } from "../processes/environment";
import { builder, type Call, construct } from "./call";
import { role } from "./iam";

const TAGS = { team: "backup" };
const ARN = "arn:aws:iam::111122223333:role/app";
const BUCKET_ARN = "arn:aws:s3:::b";
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const POLICY = {
  env: ENVIRONMENT,
  services: [{ service: "s3Inventory" as const, sourceArns: [BUCKET_ARN] }],
};

const key = (stack: TerraformStack, name = "key") =>
  new kms.Key(stack, name, { description: "x", policy: POLICY });

const bucket = (stack: TerraformStack, name = "bucket", more: Partial<s3.BucketProps> = {}) =>
  new s3.Bucket(stack, name, {
    name: `acme-${name}`,
    key: key(stack, `${name}-key`),
    env: ENVIRONMENT,
    ...more,
  });

/** Where logs can go that no KMS key encrypts. */
const EXISTING = { bucketName: "logs", bucketArn: "arn:aws:s3:::logs", region: "eu-central-1" };

const FILTER = { prefix: "a/", tags: { kind: "x" } };
const RETENTION = {
  prefix: "a/",
  expirationInDays: 90,
  noncurrentExpirationInDays: 30,
  abortIncompleteMultipartUploadInDays: 7,
};
const LIFECYCLE = {
  id: "one",
  enabled: true,
  filter: { prefix: "b/", objectSizeGreaterThan: 1, objectSizeLessThan: 100 },
  expirationInDays: 365,
  noncurrentExpirationInDays: 365,
  newerNoncurrentVersions: 3,
  transitions: [{ storageClass: "GLACIER", days: 90 }],
  noncurrentTransitions: [{ storageClass: "GLACIER", noncurrentDays: 90, newerNoncurrentVersions: 1 }],
};
const LOG_SOURCE = {
  service: "logDelivery",
  sourceArns: ["arn:aws:logs:eu-central-1:111122223333:*"],
  accountId: "111122223333",
  prefix: "logs/",
};
const DESTINATION = { bucket: EXISTING, accountId: "111122223333", prefix: "reports/" };
const OPTIONS = { prefixes: ["a/", "b/"], crossAccount: false };

/** Settings that go together; the others are those of the second bucket. */
const BUCKET = {
  name: "acme-tested",
  sseS3: { on: "a test" },
  publicAccessBlock: {
    blockPublicAcls: { off: "a test" },
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  ownership: { objectOwnership: "ObjectWriter", on: "a test" },
  retentions: [RETENTION],
  lifecycle: [
    LIFECYCLE,
    { id: "marker", expiredObjectDeleteMarker: true },
    { id: "day", expirationDate: "2030-01-01T00:00:00Z", filter: { tags: { kind: "x" } } },
  ],
  transitionDefaultMinimumObjectSize: "varies_by_storage_class",
  minimumTlsVersion: "1.3",
  objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
  accessLogs: { target: EXISTING, prefix: "logs/", partitionedBy: "EventTime" },
  cors: [
    {
      allowedOrigins: ["https://example.com"],
      allowedMethods: ["GET"],
      allowedHeaders: ["x"],
      exposeHeaders: ["y"],
      maxAgeSeconds: 60,
      reason: "a test",
    },
  ],
  requesterPays: true,
  acceleration: true,
  env: ENVIRONMENT,
  region: "eu-central-1",
  preventDestroy: { off: "a test" },
  tags: TAGS,
};

const REPLICATION_RULE = {
  prefix: "a/",
  storageClass: "GLACIER",
  deleteMarkers: true,
  replicaModifications: true,
  replicationTime: true,
  metrics: true,
  enabled: true,
};

export const S3_CALLS: readonly Call[] = [
  construct(s3.AccountPublicAccessBlock, { blockPublicAcls: { off: "a test" }, accountId: "111122223333" }),
  construct(s3.Bucket, BUCKET),
  {
    ...construct(s3.Bucket, (stack) => ({
      name: "acme-tested",
      key: key(stack),
      otherKeyArns: [KEY_ARN],
      encryptionUpdaters: [ARN],
      sseC: { on: "a test" },
      bucketKey: { off: "a test" },
      versioning: { off: "a test" },
      policy: () => [],
      logSources: [{ ...LOG_SOURCE, service: "applicationLoadBalancer" }].slice(1),
      inventories: {
        all: {
          destination: DESTINATION,
          frequency: "Weekly",
          versions: "All",
          format: "CSV",
          prefix: "a/",
          fields: ["Size"],
          keyArn: KEY_ARN,
          enabled: true,
        },
      },
      metrics: { all: {}, some: FILTER },
      analytics: { all: { ...FILTER, destination: DESTINATION } },
      intelligentTiering: {
        cold: { ...FILTER, archiveAccessInDays: 90, deepArchiveAccessInDays: 180, enabled: true },
      },
      notifications: {
        eventBridge: true,
        queues: [
          {
            events: ["s3:ObjectCreated:*"],
            prefix: "a/",
            suffix: ".gz",
            queueArn: "arn:aws:sqs:eu-central-1:111122223333:q",
            queueUrl: "https://sqs.eu-central-1.amazonaws.com/111122223333/q",
            writePolicy: true,
          },
        ],
        topics: [
          {
            events: ["s3:ObjectRemoved:*"],
            prefix: "a/",
            suffix: ".gz",
            topicArn: "arn:aws:sns:eu-central-1:111122223333:t",
            writePolicy: { off: "a test" },
          },
        ],
        functions: [
          {
            events: ["s3:ObjectRestore:*"],
            prefix: "a/",
            suffix: ".gz",
            functionArn: "arn:aws:lambda:eu-central-1:111122223333:function:f",
          },
        ],
      },
      env: ENVIRONMENT,
    })),
    name: "Bucket with a key",
  },
  construct(s3.Replication, (stack) => ({
    env: ENVIRONMENT,
    roleName: "replicate",
    source: bucket(stack, "source"),
    destinations: [
      { bucket: bucket(stack, "copy"), rules: [REPLICATION_RULE, { ...FILTER }], otherWriters: [ARN] },
      {
        bucket: {
          bucketArn: "arn:aws:s3:::elsewhere",
          accountId: "222233334444",
          region: "eu-west-1",
          keyArn: "arn:aws:kms:eu-west-1:222233334444:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          objectLock: false,
        },
      },
    ],
  })),
  {
    name: "acceptReplicas",
    given: (stack) => ({ props: { role: role(stack), crossAccount: true, otherWriters: [ARN] } }),
    call: (stack, { props }) => s3.acceptReplicas(bucket(stack), props),
  },
  {
    name: "acceptReplicas by name",
    given: () => ({ props: { role: { arn: ARN }, crossAccount: true, byName: true } }),
    call: (stack, { props }) => s3.acceptReplicas(bucket(stack), props),
  },
  construct(s3.BatchReplication, (stack) => ({
    env: ENVIRONMENT,
    roleName: "batch",
    source: bucket(stack, "source"),
    reports: bucket(stack, "reports"),
    reportPrefix: "reports/",
    prefixes: ["a/", "b/"],
  })),
  {
    name: "Bucket.grant",
    given: (stack) => ({ access: "appendOnly", grantee: role(stack), options: OPTIONS }),
    call: (stack, { access, grantee, options }) => bucket(stack).grant(access, grantee, options),
  },
  {
    name: "Bucket.addOnlyWriters",
    given: () => ({ arns: [ARN] }),
    call: (stack, { arns }) => {
      const taking = bucket(stack);
      s3.acceptReplicas(taking, { role: { arn: `${ARN}-replication` } });
      taking.addOnlyWriters(arns);
    },
  },
  {
    name: "Bucket.addToPolicy",
    given: () => ({
      statement: {
        sid: "Read",
        principals: { aws: [ARN] },
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::acme-bucket/*"],
      },
    }),
    call: (stack, { statement }) => bucket(stack).addToPolicy(statement),
  },
  {
    name: "Bucket.acceptLogs",
    given: () => ({ source: LOG_SOURCE, keyArn: KEY_ARN }),
    call: (stack, { source, keyArn }) => {
      const sources = [{ service: "logDelivery" as const }];
      const target = new kms.Key(stack, "of-logs", {
        description: "x",
        policy: { env: ENVIRONMENT, services: sources },
      });
      bucket(stack, "logs", { key: target, otherKeyArns: [KEY_ARN] }).acceptLogs(source, keyArn);
    },
  },
  {
    name: "Bucket.keepReason",
    given: () => ({ relaxation: { what: "x", reason: "a test" } }),
    call: (stack, { relaxation }) => bucket(stack).keepReason(relaxation),
  },
  builder("accessStatements", s3.accessStatements, {
    bucketArn: BUCKET_ARN,
    name: "readOnly",
    prefixes: ["a/"],
  }),
  builder("algorithmStatement", s3.algorithmStatement, {
    bucketArn: BUCKET_ARN,
    algorithm: "AES256",
    updates: true,
  }),
  builder("bucketNameProblem", s3.bucketNameProblem, { name: "acme-backups" }),
  builder("encryptionStatements", s3.encryptionStatements, { bucketArn: BUCKET_ARN, keyArn: [KEY_ARN] }),
  builder("encryptionUpdateStatements", s3.encryptionUpdateStatements, {
    bucketArn: BUCKET_ARN,
    keyArns: [KEY_ARN],
    updaters: [ARN],
  }),
  builder("lifecycleRules", s3.lifecycleRules, { retentions: [RETENTION] }),
  builder("lockProblems", s3.lockProblems, {
    retention: { prefix: "a/", expirationInDays: 30 },
    lock: { retentionInDays: 60 },
  }),
  builder("logSourceStatements", s3.logSourceStatements, {
    bucketArn: BUCKET_ARN,
    env: ENVIRONMENT,
    source: LOG_SOURCE,
  }),
  builder("noOverwriteStatement", s3.noOverwriteStatement, { bucketArn: BUCKET_ARN, principals: [ARN] }),
  builder("notificationTargetStatement", s3.notificationTargetStatement, {
    targetArn: "arn:aws:sqs:eu-central-1:111122223333:q",
    action: "sqs:SendMessage",
    bucketArn: BUCKET_ARN,
    env: ENVIRONMENT,
  }),
  builder("onlyWritersStatement", s3.onlyWritersStatement, { bucketArn: BUCKET_ARN, principals: [ARN] }),
  builder("overlapProblems", s3.overlapProblems, { prefixes: ["a/", "b/"] }),
  builder("tlsStatements", s3.tlsStatements, { bucketArn: BUCKET_ARN, minimumVersion: "1.3" }),
];
