/** What a bucket reports, tells and lets in beside its protection: what the provider gets, in which order, and what is refused. */
import { Key } from "../../../../modules/kms";
import { Bucket, type BucketProps } from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const TARGET = { bucketName: "reports", bucketArn: "arn:aws:s3:::reports" };

const withBucket = (props: Partial<BucketProps>) =>
  synth((stack) => {
    const key = new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } });
    new Bucket(stack, "b", { name: "example", key, env: ENVIRONMENT, ...props });
  });
const setting = (type: string, props: Partial<BucketProps>) =>
  withBucket(props).resource(`aws_s3_bucket_${type}`);

const EVERYTHING: Partial<BucketProps> = {
  objectLock: "perObject",
  acceleration: true,
  requesterPays: true,
  cors: [{ allowedOrigins: ["https://www.example.com"], allowedMethods: ["GET"], maxAgeSeconds: 3000 }],
  intelligentTiering: { cold: { prefix: "old/", archiveAccessInDays: 90, deepArchiveAccessInDays: 180 } },
  metrics: { all: {}, etcd: { prefix: "etcd/" } },
  accessLogs: { target: TARGET, prefix: "access/" },
  analytics: { classes: { tags: { a: "b" }, destination: { bucket: TARGET } } },
  inventories: { daily: { destination: { bucket: TARGET } } },
  notifications: { eventBridge: true },
};

describe("features of a bucket", () => {
  it("change one at a time, in one order", () => {
    const { json } = withBucket(EVERYTHING);
    const parts = Object.entries(json.resource as Record<string, Record<string, { depends_on?: string[] }>>)
      .filter(([type]) => type.startsWith("aws_s3_bucket_"))
      .flatMap(([type, named]) =>
        Object.entries(named).map(([name, { depends_on: after = [] }]) => ({
          name: `${type}.${name}`,
          after,
        })),
      );
    expect(parts).toHaveLength(17);
    expect(parts.filter(({ after }) => after.length === 0)).toHaveLength(1);
    const awaited = parts.flatMap(({ after }) => after);
    expect(new Set(awaited).size).toBe(parts.length - 1);
    const last = parts.find(({ name }) => !awaited.includes(name));
    expect(last?.name).toContain("aws_s3_bucket_notification");
  });

  it("list objects with what encryption and backups need", () => {
    expect(setting("inventory", EVERYTHING)).toMatchObject({
      name: "daily",
      included_object_versions: "All",
      schedule: { frequency: "Daily" },
      optional_fields: expect.arrayContaining(["EncryptionStatus", "ReplicationStatus", "ObjectLockMode"]),
      destination: {
        bucket: { bucket_arn: TARGET.bucketArn, format: "Parquet", account_id: "111122223333" },
      },
    });
    const custom = {
      destination: { bucket: TARGET, accountId: "444455556666", prefix: "lists/" },
      versions: "Current",
      format: "CSV",
      prefix: "etcd/",
      fields: ["Size"],
      keyArn: "arn:aws:kms:eu-central-1:444455556666:key/1",
      enabled: false,
    } as const;
    expect(setting("inventory", { inventories: { custom } })).toMatchObject({
      enabled: false,
      filter: { prefix: "etcd/" },
      destination: { bucket: { prefix: "lists/", encryption: { sse_kms: { key_id: custom.keyArn } } } },
    });
  });

  it("measure and analyse by prefix and tags", () => {
    const json = withBucket(EVERYTHING);
    const metrics = Object.values(json.resources("aws_s3_bucket_metric"));
    expect(metrics.map(({ name, filter }) => [name, filter])).toEqual([
      ["all", undefined],
      ["etcd", { prefix: "etcd/" }],
    ]);
    expect(json.resource("aws_s3_bucket_analytics_configuration")).toMatchObject({
      filter: { tags: { a: "b" } },
      storage_class_analysis: {
        data_export: { destination: { s3_bucket_destination: { bucket_arn: TARGET.bucketArn } } },
      },
    });
    expect(
      setting("analytics_configuration", { analytics: { shown: {} } }).storage_class_analysis,
    ).toBeUndefined();
  });

  it("move what nobody reads to archive tiers", () => {
    expect(setting("intelligent_tiering_configuration", EVERYTHING)).toMatchObject({
      status: "Enabled",
      filter: { prefix: "old/" },
      tiering: [
        { access_tier: "ARCHIVE_ACCESS", days: 90 },
        { access_tier: "DEEP_ARCHIVE_ACCESS", days: 180 },
      ],
    });
  });

  it("accelerate, and let the requester pay", () => {
    expect(setting("accelerate_configuration", EVERYTHING).status).toBe("Enabled");
    expect(setting("request_payment_configuration", EVERYTHING).payer).toBe("Requester");
    expect(withBucket({}).resources("aws_s3_bucket_accelerate_configuration")).toEqual({});
  });

  it("answer web pages of other origins", () => {
    expect(setting("cors_configuration", EVERYTHING).cors_rule).toEqual([
      { allowed_origins: ["https://www.example.com"], allowed_methods: ["GET"], max_age_seconds: 3000 },
    ]);
    const anybody = { allowedOrigins: ["*"], allowedMethods: ["PUT"] } as const;
    expect(() => withBucket({ cors: [anybody] })).toThrow(
      "cors rule 1: PUT from every origin needs a reason",
    );
    const reason = "uploads by signed URL from any page";
    expect(withBucket({ cors: [{ ...anybody, reason }] }).resource("aws_s3_bucket")["//"]).toMatchObject({
      relaxations: [{ what: "cors rule 1", reason }],
    });
    expect(() => withBucket({ cors: [] })).toThrow("cors must hold");
    expect(() => withBucket({ cors: [{ allowedOrigins: ["*.*"], allowedMethods: [] }] })).toThrow(
      /must name a method\n.*one \* at most/,
    );
  });

  it("move only objects that are worth it, unless asked", () => {
    const transitionDefaultMinimumObjectSize = "varies_by_storage_class";
    expect(setting("lifecycle_configuration", { transitionDefaultMinimumObjectSize })).toMatchObject({
      transition_default_minimum_object_size: transitionDefaultMinimumObjectSize,
    });
  });

  it("stand in the bucket's own region, every part of it", () => {
    const { json } = synth((stack) => {
      const key = new Key(stack, "key", {
        description: "x",
        policy: { env: ENVIRONMENT },
        region: "eu-west-1",
      });
      new Bucket(stack, "b", { name: "example", key, ...EVERYTHING, env: ENVIRONMENT, region: "eu-west-1" });
    });
    const parts = Object.entries(json.resource as Record<string, Record<string, { region?: string }>>)
      .filter(([type]) => type.startsWith("aws_s3_bucket"))
      .flatMap(([, named]) => Object.values(named));
    expect(parts.length).toBeGreaterThan(15);
    expect(parts.filter(({ region }) => region !== "eu-west-1")).toEqual([]);
  });

  it.each<[string, Partial<BucketProps>, string]>([
    [
      "a name with spaces",
      { metrics: { "a b": {} } },
      "names in metrics must be 1 to 64 letters, digits and ._-",
    ],
    [
      "a tier too early",
      { intelligentTiering: { a: { archiveAccessInDays: 89 } } },
      "from 90 to 730, got 89",
    ],
    [
      "tiers crossed",
      { intelligentTiering: { a: { archiveAccessInDays: 180, deepArchiveAccessInDays: 180 } } },
      "must be below",
    ],
    ["no tier", { intelligentTiering: { a: {} } }, "intelligentTiering 'a' must name a tier"],
  ])("fail on %s", (_, props, problem) => {
    expect(() => withBucket(props)).toThrow(problem);
  });
});

describe("uploads that break off", () => {
  const RETENTION = { prefix: "a/", expirationInDays: 90, noncurrentExpirationInDays: 30 };
  const aborting = (props: Partial<BucketProps>) =>
    (
      withBucket(props).resource("aws_s3_bucket_lifecycle_configuration").rule as Record<string, unknown>[]
    ).flatMap(({ id, filter, abort_incomplete_multipart_upload: abort }) =>
      abort === undefined
        ? []
        : [[id, filter, (abort as { days_after_initiation: number }[])[0]?.days_after_initiation]],
    );

  it.each<[string, Partial<BucketProps>, readonly unknown[][]]>([
    ["without other rules", {}, [["abort incomplete multipart uploads", [{}], 7]]],
    [
      "beside retentions, not before the longest of them",
      {
        retentions: [
          { ...RETENTION, abortIncompleteMultipartUploadInDays: 3 },
          { ...RETENTION, prefix: "b/", abortIncompleteMultipartUploadInDays: 14 },
        ],
      },
      [
        ["expire a/", [{ prefix: "a/" }], 3],
        ["expire b/", [{ prefix: "b/" }], 14],
        ["abort incomplete multipart uploads", [{}], 14],
      ],
    ],
    [
      "beside rules of any form",
      { lifecycle: [{ id: "one", filter: { prefix: "a/" }, expirationInDays: 9 }] },
      [["abort incomplete multipart uploads", [{}], 7]],
    ],
    [
      "beside a rule of that name",
      {
        lifecycle: [
          {
            id: "abort incomplete multipart uploads",
            filter: { prefix: "a/" },
            abortIncompleteMultipartUploadInDays: 2,
          },
        ],
      },
      [
        ["abort incomplete multipart uploads", [{ prefix: "a/" }], 2],
        ["abort incomplete multipart uploads anywhere", [{}], 7],
      ],
    ],
    [
      "beside one that is not in force",
      { lifecycle: [{ id: "off", enabled: false, abortIncompleteMultipartUploadInDays: 2 }] },
      [
        ["off", [{}], 2],
        ["abort incomplete multipart uploads", [{}], 7],
      ],
    ],
    [
      "as one rule says for the whole bucket",
      { lifecycle: [{ id: "own", filter: { prefix: "" }, abortIncompleteMultipartUploadInDays: 30 }] },
      [["own", [{ prefix: "" }], 30]],
    ],
  ])("are removed everywhere %s", (_, props, rules) => {
    expect(aborting(props)).toEqual(rules);
  });

  it("are left where MFA delete forbids rules", () => {
    expect(withBucket({ mfaDelete: true }).resources("aws_s3_bucket_lifecycle_configuration")).toEqual({});
  });
});
