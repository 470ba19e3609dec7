import type { TerraformStack } from "cdktf";
import { Key, type KeyProps } from "../../../../modules/kms";
import {
  Bucket,
  type BucketProps,
  type OtherAccountBucket,
  Replication,
  type ReplicationDestination,
  type ReplicationProps,
  type ReplicationRule,
} from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const key = (stack: TerraformStack, id: string, props: Partial<KeyProps> = {}) =>
  new Key(stack, id, { description: "x", policy: { env: ENVIRONMENT }, ...props });
const bucket = (stack: TerraformStack, id: string, props: Partial<BucketProps> = {}) =>
  new Bucket(stack, id, { name: `example-${id}`, key: key(stack, `${id}-key`), ...props });

interface Variant {
  readonly source?: Partial<BucketProps>;
  readonly replica?: Partial<BucketProps>;
  readonly destination?: Omit<ReplicationDestination, "bucket">;
}

const replicated = ({ source, replica, destination }: Variant = {}) =>
  synth((stack) => {
    const from = bucket(stack, "source", source);
    const to = bucket(stack, "replica", replica);
    new Replication(stack, "replication", {
      env: ENVIRONMENT,
      source: from,
      destinations: [{ bucket: to, ...destination }],
    });
  });

const ruleOf = (rule: ReplicationRule) => {
  const [first] = replicated({ destination: { rules: [rule] } }).resource(
    "aws_s3_bucket_replication_configuration",
  ).rule as [Readonly<Record<string, unknown>>];
  return first;
};

const REFERENCE = (type: string) => expect.stringMatching(new RegExp(`^\\$\\{${type}\\.[^}]+\\.arn\\}$`));

describe("Replication", () => {
  it("copies every new object, under the key of the destination", () => {
    const json = replicated();
    expect(json.resource("aws_s3_bucket_replication_configuration")).toMatchObject({
      role: REFERENCE("aws_iam_role"),
      rule: [
        {
          id: "replicate-1",
          priority: 1,
          status: "Enabled",
          filter: {},
          delete_marker_replication: { status: "Disabled" },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: {
            bucket: REFERENCE("aws_s3_bucket"),
            encryption_configuration: { replica_kms_key_id: REFERENCE("aws_kms_key") },
          },
        },
      ],
    });
    expect(json.resource("aws_iam_role")).toMatchObject({ name: "replicate-example-source" });
  });

  it("comes last, after the policies of both buckets and of the role", () => {
    const { depends_on: after } = replicated().resource("aws_s3_bucket_replication_configuration");
    expect((after as string[]).map((address) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
      "aws_s3_bucket_policy.source_policy",
      "aws_iam_role_policy.replication_policy",
      "aws_s3_bucket_policy.replica_policy",
    ]);
  });

  it("can be bound to prefixes and tags, each in the form that S3 takes", () => {
    expect(ruleOf({ prefix: "etcd/" }).filter).toEqual({ prefix: "etcd/" });
    expect(ruleOf({ tags: { keep: "twice" } }).filter).toEqual({ tag: { key: "keep", value: "twice" } });
    expect(ruleOf({ prefix: "etcd/", tags: { keep: "twice" } }).filter).toEqual({
      and: { prefix: "etcd/", tags: { keep: "twice" } },
    });
  });

  it("reads and writes below its prefixes only", () => {
    const rules = [{ prefix: "etcd/" }, { prefix: "etcd/daily/" }, { prefix: "ca/" }];
    const json = replicated({ destination: { rules } });
    for (const sid of ["ReplicationRead", "ReplicationWrite"])
      expect(json.statement(json.resource("aws_iam_role_policy"), sid).Resource).toEqual([
        expect.stringMatching(/\}\/etcd\/\*$/),
        expect.stringMatching(/\}\/ca\/\*$/),
      ]);
  });

  it("can copy delete markers, metadata of replicas, and into another storage class", () => {
    expect(
      ruleOf({ deleteMarkers: true, replicaModifications: true, storageClass: "GLACIER_IR" }),
    ).toMatchObject({
      delete_marker_replication: { status: "Enabled" },
      source_selection_criteria: {
        sse_kms_encrypted_objects: { status: "Enabled" },
        replica_modifications: { status: "Enabled" },
      },
      destination: { storage_class: "GLACIER_IR" },
    });
    expect(ruleOf({ enabled: false }).status).toBe("Disabled");
  });

  it("can be promised within 15 minutes, which is always measured", () => {
    expect(ruleOf({ replicationTime: true }).destination).toMatchObject({
      replication_time: { status: "Enabled", time: { minutes: 15 } },
      metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
    });
    expect(ruleOf({ metrics: true }).destination).toMatchObject({ metrics: { status: "Enabled" } });
  });

  it("reads locks too where the source has them", () => {
    const objectLock = { mode: "GOVERNANCE", retentionInDays: 7 } as const;
    const json = replicated({ source: { objectLock }, replica: { objectLock } });
    const { Action } = json.statement(json.resource("aws_iam_role_policy"), "ReplicationRead");
    expect(Action).toEqual(expect.arrayContaining(["s3:GetObjectRetention", "s3:GetObjectLegalHold"]));
  });

  it("gives replicas to the owner of the destination in another account", () => {
    const json = synth((stack) => {
      new Replication(stack, "replication", {
        env: ENVIRONMENT,
        source: bucket(stack, "source"),
        destinations: [
          {
            bucket: {
              bucketArn: "arn:aws:s3:::theirs",
              accountId: "444455556666",
              region: "eu-west-1",
              keyArn: "arn:aws:kms:eu-west-1:444455556666:key/1",
            },
          },
        ],
      });
    });
    expect(json.resource("aws_s3_bucket_replication_configuration").rule).toMatchObject([
      { destination: { account: "444455556666", access_control_translation: { owner: "Destination" } } },
    ]);
    const policies = Object.values(json.resources("aws_iam_role_policy")).map(({ policy }) => String(policy));
    expect(policies.join()).toContain("s3:ObjectOwnerOverrideToBucketOwner");
    expect(policies.join()).toContain(
      '"kms:EncryptionContext:aws:s3:arn":["arn:aws:s3:::theirs","arn:aws:s3:::theirs/*"]',
    );
  });

  it("lets others write only by name or for a reason", () => {
    const otherWriters = ["arn:aws:iam::111122223333:role/other"];
    const named = replicated({ destination: { otherWriters } });
    const deny = named.statement(
      named.resource("aws_s3_bucket_policy", "replica_policy_BB1767E1"),
      "DenyOtherWriters",
    );
    expect(deny.Condition?.ArnNotEquals?.["aws:PrincipalArn"]).toEqual([
      REFERENCE("aws_iam_role"),
      ...otherWriters,
    ]);
    const open = replicated({ destination: { otherWriters: { on: "both sides are written" } } });
    expect(JSON.stringify(open.resources("aws_s3_bucket_policy"))).not.toContain("DenyOtherWriters");
    expect(open.resource("aws_s3_bucket", "replica")["//"]).toMatchObject({
      relaxations: [{ what: "otherWriters", reason: "both sides are written" }],
    });
  });

  it("fails with everything that S3 would refuse, or silently not copy", () => {
    const objectLock = { mode: "GOVERNANCE", retentionInDays: 7 } as const;
    expect(() => replicated({ source: { objectLock } })).toThrow("a destination needs it too");
    expect(() => replicated({ source: { versioning: { off: "a test" } } })).toThrow(
      "the source of a replication needs versioning",
    );
    expect(() => replicated({ replica: { versioning: { off: "a test" } } })).toThrow(
      "a bucket for replicas needs versioning",
    );
    expect(() => ruleOf({ deleteMarkers: true, tags: { a: "b" } })).toThrow("delete markers have none");
    expect(() => ruleOf({ replicationTime: true, metrics: false })).toThrow("metrics cannot be off");
    expect(() => ruleOf({ prefix: "etcd*" })).toThrow("prefix must hold no wildcard: S3 has none there");
    expect(() =>
      synth((stack) => {
        const destinations = [] as unknown as ReplicationProps["destinations"];
        new Replication(stack, "r", { env: ENVIRONMENT, source: bucket(stack, "source"), destinations });
      }),
    ).toThrow("destinations must name a bucket, got none");
    expect(() => replicated({ destination: { rules: [] } })).toThrow("replication rules must be 1 to 1000");
    expect(() => replicated({ destination: { otherWriters: { on: " " } } })).toThrow(
      "otherWriters needs a reason",
    );
  });

  it("fails on a second replication of a bucket, from it or to it", () => {
    const twice = (again: (from: Bucket, to: Bucket, other: Bucket) => [Bucket, Bucket]) =>
      synth((stack) => {
        const from = bucket(stack, "source");
        const to = bucket(stack, "replica");
        const [source, destination] = again(from, to, bucket(stack, "other"));
        new Replication(stack, "one", { env: ENVIRONMENT, source: from, destinations: [{ bucket: to }] });
        new Replication(stack, "two", {
          env: ENVIRONMENT,
          roleName: "two",
          source,
          destinations: [{ bucket: destination }],
        });
      });
    expect(() => twice((from, _, other) => [from, other])).toThrow("a bucket has one replication");
    expect(() => twice((from) => [from, from])).toThrow("must not be its own destination");
  });

  it("takes replicas of several buckets, and closes a bucket for everybody but their roles", () => {
    const statement = synth((stack) => {
      const [one, other, to] = [bucket(stack, "one"), bucket(stack, "other"), bucket(stack, "to")];
      new Replication(stack, "from-one", { env: ENVIRONMENT, source: one, destinations: [{ bucket: to }] });
      const destinations = [{ bucket: to, otherWriters: ["arn:aws:iam::111122223333:role/app"] }] as const;
      new Replication(stack, "from-other", { env: ENVIRONMENT, source: other, destinations });
      expect(to.onlyWriters).toHaveLength(3);
      const open = [{ bucket: to, otherWriters: { on: "anybody" } }] as const;
      expect(
        () =>
          new Replication(stack, "open", {
            env: ENVIRONMENT,
            source: bucket(stack, "open-source"),
            destinations: open,
          }),
      ).toThrow("is closed for others");
    });
    const policies = Object.values(statement.resources("aws_s3_bucket_policy")).map(({ policy }) =>
      String(policy),
    );
    expect(
      policies.filter((policy) => policy.includes("role/app") && policy.includes("ArnNotEquals")),
    ).toHaveLength(1);
  });

  it("fails on an account that is the source's own, or none, and on a key with which nothing would be copied", () => {
    const to = (wrong: Partial<OtherAccountBucket>) =>
      synth((stack) => {
        const keyArn = "arn:aws:kms:eu-west-1:444455556666:key/1";
        const theirs = {
          bucketArn: "arn:aws:s3:::x",
          accountId: "444455556666",
          region: "eu-west-1",
          keyArn,
        };
        const destinations = [{ bucket: { ...theirs, ...wrong } }] as const;
        new Replication(stack, "r", { env: ENVIRONMENT, source: bucket(stack, "source"), destinations });
      });
    to({});
    const { accountId } = ENVIRONMENT;
    expect(() => to({ accountId })).toThrow("is the source's own: give the bucket itself");
    expect(() => to({ accountId: "12" })).toThrow("accountId must be twelve digits, got '12'");
    expect(() => to({ bucketArn: "x" })).toThrow("must be the ARN of a bucket, got 'x'");
    for (const keyArn of ["k", "arn:aws:kms:eu-west-1:444455556666:alias/a"])
      expect(() => to({ keyArn })).toThrow(`must be the ARN of a key, got '${keyArn}'`);
    expect(() => to({ region: "eu-west-2" })).toThrow("must be a key in its region eu-west-2");
  });
});
