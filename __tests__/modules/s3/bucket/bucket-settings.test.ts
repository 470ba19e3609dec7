/** Every setting of a bucket: what the provider gets, and what is refused. */
import type { TerraformStack } from "cdktf";
import { Key } from "../../../../modules/kms";
import { AccountPublicAccessBlock, Bucket, type BucketProps } from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { annotations, synth } from "../../../helpers/stacks/synth";

type Props = Partial<BucketProps>;

function add(stack: TerraformStack, id: string, props: Props = {}): Bucket {
  const encryption =
    props.sseS3 === undefined
      ? { key: new Key(stack, `${id}-key`, { description: "x", policy: { env: ENVIRONMENT } }) }
      : {};
  return new Bucket(stack, id, { name: `example-${id}`, env: ENVIRONMENT, ...encryption, ...props });
}

const withBucket = (props: Props = {}) =>
  synth((stack) => {
    add(stack, "b", props);
  });
const setting = (type: string, props: Props) => withBucket(props).resource(`aws_s3_bucket_${type}`);
const reasons = (props: Props) => withBucket(props).resource("aws_s3_bucket")["//"];
const OWN_KEYS = { sseS3: { on: "the target of logs" } };

describe("encryption", () => {
  const rule = (props: Props) =>
    (setting("server_side_encryption_configuration", props).rule as unknown[])[0];

  it("can have two layers, which know no bucket key", () => {
    expect(rule({ dualLayer: true })).toMatchObject({
      apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms:dsse" },
      bucket_key_enabled: false,
    });
    expect(() => withBucket({ dualLayer: true, bucketKey: true })).toThrow("S3 has none for DSSE-KMS");
  });

  it("can use S3's own keys, for a reason", () => {
    expect(rule(OWN_KEYS)).toMatchObject({
      apply_server_side_encryption_by_default: { sse_algorithm: "AES256" },
      bucket_key_enabled: false,
      blocked_encryption_types: ["SSE-C"],
    });
    expect(reasons(OWN_KEYS)).toMatchObject({
      relaxations: [{ what: "sseS3", reason: "the target of logs" }],
    });
  });

  it("always says which kinds are blocked, and takes clients' keys only for a reason", () => {
    expect(rule({})).toMatchObject({ blocked_encryption_types: ["SSE-C"] });
    expect(rule({ sseC: { on: "an old client" } })).toMatchObject({ blocked_encryption_types: ["NONE"] });
    expect(() => withBucket({ sseC: { on: "" } })).toThrow("sseC needs a reason, got an empty one");
  });

  it("fails without a key or a reason, with both, and on what needs a key", () => {
    const make = (props: Props) =>
      synth((stack) => {
        new Bucket(stack, "b", { name: "example", ...props });
      });
    expect(() => make({})).toThrow("a bucket needs a key, or a reason in sseS3");
    expect(() => make({ ...OWN_KEYS, bucketKey: { off: "x" }, otherKeyArns: ["x"] })).toThrow(
      /bucketKey needs a key\n.*otherKeyArns needs a key\n.*must be ARNs of keys, got 'x'/,
    );
    expect(() =>
      synth((stack) => {
        const key = new Key(stack, "k", { description: "x", policy: { env: ENVIRONMENT } });
        new Bucket(stack, "b", { name: "example", key, ...OWN_KEYS });
      }),
    ).toThrow("key and sseS3 must not be given together");
  });

  it("fails on a key of another region", () => {
    expect(() => withBucket({ region: "eu-west-1" })).toThrow(
      "the key must be in the bucket's region eu-west-1, got eu-central-1",
    );
  });
});

describe("versioning", () => {
  it("can be suspended for a reason, and then really is", () => {
    const off = { off: "logs are never overwritten" };
    expect(setting("versioning", { versioning: off }).versioning_configuration).toEqual({
      status: "Suspended",
    });
    expect(reasons({ versioning: off })).toMatchObject({ relaxations: [{ what: "versioning" }] });
  });

  it("leaves MFA delete to the root user, says so, and makes no lifecycle rule", () => {
    let told: string[] = [];
    const json = synth((stack) => {
      add(stack, "b", { mfaDelete: true });
      told = annotations(stack, "info");
    });
    expect(json.resource("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
      lifecycle: { ignore_changes: ["mfa", "versioning_configuration[0].mfa_delete"] },
    });
    expect(json.resources("aws_s3_bucket_lifecycle_configuration")).toEqual({});
    expect(told.join()).toContain("MFA delete is a step of the root user");
  });

  it("fails on MFA delete with lifecycle rules, and on a lock or MFA delete without versions", () => {
    const lifecycle = [{ id: "x", expirationInDays: 1 }];
    expect(() => withBucket({ mfaDelete: true, lifecycle })).toThrow(
      "S3 takes no lifecycle configuration with it",
    );
    const versioning = { off: "a test" };
    expect(() => withBucket({ versioning, mfaDelete: true })).toThrow("mfaDelete needs versioning");
    expect(() => withBucket({ versioning, objectLock: "perObject" })).toThrow("objectLock needs versioning");
  });
});

describe("object lock", () => {
  it("can be by years, or left to each upload", () => {
    expect(
      setting("object_lock_configuration", { objectLock: { mode: "GOVERNANCE", retentionInYears: 7 } }).rule,
    ).toEqual({ default_retention: { mode: "GOVERNANCE", years: 7 } });
    const perObject = withBucket({ objectLock: "perObject" });
    expect(perObject.resource("aws_s3_bucket_object_lock_configuration").rule).toBeUndefined();
  });

  it("fails where it outlasts any expiration, and without one period exactly", () => {
    const objectLock = { mode: "COMPLIANCE", retentionInYears: 1 } as const;
    expect(() => withBucket({ objectLock, lifecycle: [{ id: "old", expirationInDays: 364 }] })).toThrow(
      "object lock of 365 days must not outlast the expiration of 'old', got 364 days",
    );
    withBucket({ objectLock, lifecycle: [{ id: "off", enabled: false, expirationInDays: 364 }] });
    expect(() => withBucket({ objectLock: { mode: "GOVERNANCE" } })).toThrow(
      "objectLock needs either retentionInDays or retentionInYears",
    );
    expect(() => withBucket({ objectLock: { mode: "GOVERNANCE", retentionInYears: 101 } })).toThrow(
      "objectLock.retentionInYears must be a whole number from 1 to 100, got 101",
    );
  });
});

describe("words that a program got from elsewhere", () => {
  it("fail with every problem at once, ids that S3 would find twice included", () => {
    const prefix = "etcd/";
    const days = {
      expirationInDays: 9,
      noncurrentExpirationInDays: 1,
      abortIncompleteMultipartUploadInDays: 1,
    };
    const wrong = {
      minimumTlsVersion: "1.1",
      ownership: { objectOwnership: "BucketOwnerEnforced", on: "x" },
      objectLock: { mode: "governance", retentionInDays: 1 },
      retentions: [{ prefix, ...days }],
      lifecycle: [{ id: "expire etcd/", expirationInDays: 5 }],
    } as unknown as Props;
    expect(() => withBucket(wrong)).toThrow(
      `invalid configuration at 'test/b':
  - minimumTlsVersion must be one of 1.2, 1.3, got '1.1'
  - ownership.objectOwnership must be one of BucketOwnerPreferred, ObjectWriter, got 'BucketOwnerEnforced'
  - lifecycle rules must not share the id 'expire etcd/'
  - objectLock.mode must be one of GOVERNANCE, COMPLIANCE, got 'governance'`,
    );
  });
});

describe("access", () => {
  it("is opened setting by setting, each for a reason", () => {
    const props = { publicAccessBlock: { blockPublicPolicy: { off: "a website" } } };
    expect(setting("public_access_block", props)).toMatchObject({
      block_public_policy: false,
      block_public_acls: true,
    });
    expect(reasons(props)).toMatchObject({
      relaxations: [{ what: "publicAccessBlock.blockPublicPolicy", reason: "a website" }],
    });
  });

  it("knows access lists only for a reason", () => {
    const ownership = { objectOwnership: "BucketOwnerPreferred", on: "CloudFront logs" } as const;
    expect(setting("ownership_controls", { ownership }).rule).toEqual({
      object_ownership: "BucketOwnerPreferred",
    });
    expect(reasons({ ownership })).toMatchObject({ relaxations: [{ what: "ownership" }] });
  });

  it("is blocked for the whole account at once", () => {
    const block = (props?: ConstructorParameters<typeof AccountPublicAccessBlock>[2]) =>
      synth((stack) => {
        new AccountPublicAccessBlock(stack, "account", props);
      }).resource("aws_s3_account_public_access_block");
    const all = {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    };
    expect(block()).toMatchObject(all);
    const open = block({ accountId: "111122223333", blockPublicPolicy: { off: "a website" } });
    expect(open).toMatchObject({ ...all, account_id: "111122223333", block_public_policy: false });
    expect(open["//"]).toMatchObject({ relaxations: [{ what: "blockPublicPolicy", reason: "a website" }] });
    expect(() => block({ ignorePublicAcls: { off: " " } })).toThrow("ignorePublicAcls needs a reason");
  });
});
