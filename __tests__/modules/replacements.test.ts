import type { TerraformStack } from "cdktf";
import { AlertTopic, Trail } from "../../modules/audit";
import { Role, serviceTrust, User, type UserProps } from "../../modules/iam";
import { Key, type KeyProps, MultiRegionKey, RotatedKeys } from "../../modules/kms";
import { Bucket, type BucketProps } from "../../modules/s3";
import { losses, type StackJson } from "../../tools/replacements/compare";
import { FORCE_NEW } from "../../tools/replacements/force-new";
import { ENVIRONMENT as env } from "../helpers/processes/environment";
import { synth } from "../helpers/stacks/synth";

const json = (build: (stack: TerraformStack) => void) => synth(build).json as StackJson;
/** What is lost from one to the other, as `type: attribute`. */
const lost = (before: (stack: TerraformStack) => void, after: (stack: TerraformStack) => void) =>
  losses(json(before), json(after)).map(
    ({ address, attribute = "gone", refused }) =>
      `${address.split(".")[0]}: ${attribute}${refused ? ", refused" : ""}`,
  );

const key =
  (props: Partial<KeyProps> = {}) =>
  (stack: TerraformStack) => {
    new Key(stack, "key", { description: "x", policy: { env }, ...props });
  };
const bucket =
  (props: Partial<BucketProps> = {}) =>
  (stack: TerraformStack) => {
    new Bucket(stack, "bucket", { name: "backups-example", sseS3: { on: "a test" }, env, ...props });
  };
const user = (props: Partial<UserProps>) => (stack: TerraformStack) => {
  new User(stack, "user", { name: "alice", ...props });
};

describe("a changed prop", () => {
  it.each<[string, Partial<KeyProps>]>([
    ["description", { description: "y" }],
    ["policy", { policy: { env, decryptOnly: ["arn:aws:iam::111122223333:role/a"] } }],
    ["the default keySpec", { keySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT" }],
    ["rotation", { rotation: { off: "a test" } }],
    ["deletionWindowInDays", { deletionWindowInDays: 7 }],
    ["enabled", { enabled: false }],
    ["aliases and tags", { aliases: ["alias/a"], tags: { a: "b" } }],
    ["preventDestroy", { preventDestroy: { off: "a test" } }],
  ])("of a key, %s, changes it in place", (_, props) => {
    expect(lost(key(), key(props))).toEqual([]);
    expect(lost(key(props), key())).toEqual([]);
  });

  it.each<[Partial<KeyProps>, string]>([
    [{ keySpec: "RSA_2048", keyUsage: "ENCRYPT_DECRYPT" }, "customer_master_key_spec"],
    [{ keySpec: "HMAC_256" }, "customer_master_key_spec"],
    [{ multiRegion: true }, "multi_region"],
    [{ region: "eu-west-1" }, "region"],
    [{ origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1234567890abcdef0" }, "custom_key_store_id"],
  ])("of a key, %j, makes another key, which Terraform refuses", (props, attribute) => {
    expect(lost(key(), key(props))).toEqual([`aws_kms_key: ${attribute}, refused`]);
  });

  it("of a key, origin, is another type, and Terraform does not refuse it", () => {
    expect(lost(key(), key({ origin: "EXTERNAL" }))).toEqual(["aws_kms_key: gone"]);
  });

  it("takes what was made from a key with it", () => {
    const set =
      (props: Partial<KeyProps>, ...regions: string[]) =>
      (stack: TerraformStack) => {
        const replicas = Object.fromEntries(regions.map((region) => [region, {}]));
        new MultiRegionKey(stack, "set", { description: "x", policy: { env }, ...props, replicas });
      };
    expect(lost(set({}, "eu-west-1"), set({ keySpec: "HMAC_256" }, "eu-west-1"))).toEqual([
      "aws_kms_key: customer_master_key_spec, refused",
      "aws_kms_replica_key: primary_key_arn, refused",
    ]);
    expect(lost(set({}, "eu-west-1"), set({}, "eu-west-1", "eu-west-2"))).toEqual([]);
    expect(lost(set({}, "eu-west-1", "eu-west-2"), set({}, "eu-west-2"))).toEqual([
      "aws_kms_replica_key: gone",
    ]);
  });

  it("keeps the keys of other versions where one is added, whatever the order", () => {
    const versions =
      (...names: [string, ...string[]]) =>
      (stack: TerraformStack) => {
        new RotatedKeys(stack, "keys", {
          description: "x",
          policy: { env },
          alias: "alias/x",
          versions: names,
          current: names[0],
        });
      };
    expect(lost(versions("a", "b"), versions("c", "b", "a"))).toEqual([]);
  });

  it.each<[string, Partial<BucketProps>]>([
    ["objectLock", { objectLock: { mode: "COMPLIANCE", retentionInDays: 30 } }],
    ["objectLock per object", { objectLock: "perObject" }],
    ["versioning", { versioning: { off: "a test" } }],
    [
      "retentions",
      {
        retentions: [
          {
            prefix: "a/",
            expirationInDays: 9,
            noncurrentExpirationInDays: 9,
            abortIncompleteMultipartUploadInDays: 9,
          },
        ],
      },
    ],
    ["ownership", { ownership: { objectOwnership: "ObjectWriter", on: "a test" } }],
    ["minimumTlsVersion", { minimumTlsVersion: "1.3" }],
    ["acceleration and requesterPays", { acceleration: true, requesterPays: true }],
    ["inventories", { metrics: { all: {} }, intelligentTiering: { cold: { archiveAccessInDays: 90 } } }],
    ["preventDestroy and tags", { preventDestroy: { off: "a test" }, tags: { a: "b" } }],
  ])("of a bucket, %s, changes it in place", (_, props) => {
    expect(lost(bucket(), bucket(props))).toEqual([]);
    expect(lost(bucket(props), bucket())).toEqual([]);
  });

  it.each<[Partial<BucketProps>, string]>([
    [{ name: "other-example" }, "bucket"],
    [{ region: "eu-west-1" }, "region"],
  ])("of a bucket, %j, makes another bucket, which Terraform refuses", (props, attribute) => {
    expect(lost(bucket(), bucket(props))).toEqual([`aws_s3_bucket: ${attribute}, refused`]);
  });

  it("of a topic keeps those who are told", () => {
    const topic =
      (name: string, ...addresses: string[]) =>
      (stack: TerraformStack) => {
        const subscriptions = addresses.map((endpoint) => ({ protocol: "email" as const, endpoint }));
        new AlertTopic(stack, "t", {
          name,
          env,
          key: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/x" },
          subscriptions,
          preventDestroy: true,
        });
      };
    expect(lost(topic("a", "a@b.com", "b@b.com"), topic("a", "c@b.com", "b@b.com", "a@b.com"))).toEqual([]);
    expect(lost(topic("a", "a@b.com", "b@b.com"), topic("a", "b@b.com"))).toEqual([
      "aws_sns_topic_subscription: gone",
    ]);
    expect(lost(topic("a", "a@b.com"), topic("b", "a@b.com"))).toEqual([
      "aws_sns_topic: name, refused",
      "aws_iam_role: name",
      "aws_sns_topic_subscription: topic_arn",
    ]);
    // Two addresses with one id.
    const twins = synth(topic("a", "a.b@c.com", "a-b@c.com")).resources("aws_sns_topic_subscription");
    expect(Object.keys(twins)).toHaveLength(2);
  });

  it("of a trail or its log group makes another one, which Terraform refuses", () => {
    const trail = (name: string, logs: string, prefix?: string) => (stack: TerraformStack) => {
      new Trail(stack, "trail", {
        name,
        env,
        bucket: { bucketName: "logs-example", bucketArn: "arn:aws:s3:::logs-example" },
        key: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/x" },
        logs: { name: logs, roleName: "logs" },
        ...(prefix === undefined ? {} : { prefix }),
      });
    };
    expect(lost(trail("one", "a"), trail("one", "a", "team"))).toEqual([]);
    expect(lost(trail("one", "a"), trail("two", "a"))).toEqual(["aws_cloudtrail: name, refused"]);
    expect(lost(trail("one", "a"), trail("one", "b"))).toEqual(["aws_cloudwatch_log_group: name, refused"]);
  });

  it("of a role or user", () => {
    const role =
      (name: string, path = "/") =>
      (stack: TerraformStack) => {
        new Role(stack, "role", { name, description: name, trust: [serviceTrust("ec2", env)], path });
      };
    expect(lost(role("a"), role("b"))).toEqual(["aws_iam_role: name"]);
    expect(lost(role("a"), role("a", "/team/"))).toEqual(["aws_iam_role: path"]);
    expect(lost(user({}), user({ name: "bob", path: "/team/", tags: { a: "b" } }))).toEqual([]);
    expect(
      lost(
        user({ accessKey: { pgpKey: "keybase:a" } }),
        user({ name: "bob", accessKey: { pgpKey: "keybase:a" } }),
      ),
    ).toEqual(["aws_iam_access_key: user"]);
    const pgp = (pgpKey: string) => user({ login: { pgpKey }, accessKey: { pgpKey } });
    // The login keeps its password.
    expect(lost(pgp("keybase:a"), pgp("keybase:b"))).toEqual(["aws_iam_access_key: pgp_key"]);
  });
});

describe("FORCE_NEW", () => {
  it("has every source, and no attribute twice", () => {
    for (const { attributes, source, holds } of Object.values(FORCE_NEW)) {
      expect(new Set(attributes).size).toBe(attributes.length);
      expect(source).toMatch(/^[a-z0-9]+\/\w+\.go$/);
      expect(holds).not.toBe("");
    }
  });
});
