import type { Statement } from "../../../../modules/iam";
import { Key, rootStatement } from "../../../../modules/kms";
import { Bucket, type BucketProps, noOverwriteStatement } from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { type Synthesized, synth } from "../../../helpers/stacks/synth";

const WRITER = "arn:aws:iam::111122223333:role/writer";
const RETENTION = {
  prefix: "step-ca/",
  expirationInDays: 90,
  noncurrentExpirationInDays: 30,
  abortIncompleteMultipartUploadInDays: 7,
};

const withBucket = (props: Partial<BucketProps> = {}) =>
  synth((stack) => {
    const key = new Key(stack, "key", { description: "x", policy: [rootStatement(ENVIRONMENT)] });
    new Bucket(stack, "backups", { name: "backups-example", key, retentions: [RETENTION], ...props });
  });

const PARTS = [
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_versioning",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_policy",
];

/** For each part that is there, in the order above, the types that it waits for. */
function chain(synthesized: Synthesized): readonly (readonly string[])[] {
  return PARTS.filter((type) => Object.keys(synthesized.resources(type)).length > 0).map((type) =>
    ((synthesized.resource(type).depends_on ?? []) as string[]).map((address) => address.split(".")[0] ?? ""),
  );
}

describe("Bucket", () => {
  it("is private, versioned, protected, and never emptied by Terraform", () => {
    const synthesized = withBucket();
    expect(synthesized.resource("aws_s3_bucket")).toMatchObject({
      bucket: "backups-example",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(synthesized.resource("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(synthesized.resource("aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    expect(synthesized.resource("aws_s3_bucket_versioning").versioning_configuration).toEqual({
      status: "Enabled",
    });
  });

  it("encrypts under the key, with a bucket key, and takes no keys from clients", () => {
    expect(withBucket().resource("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/),
        },
        bucket_key_enabled: true,
        blocked_encryption_types: ["SSE-C"],
      },
    ]);
  });

  it("changes one part at a time, in one order", () => {
    expect(chain(withBucket())).toEqual([
      [],
      ...PARTS.filter((part) => !part.includes("lock_conf"))
        .slice(0, -1)
        .map((part) => [part]),
    ]);
    const locked = withBucket({ objectLock: { mode: "GOVERNANCE", retentionInDays: 90 } });
    expect(chain(locked)).toEqual([[], ...PARTS.slice(0, -1).map((part) => [part])]);
  });

  it("locks objects when asked", () => {
    const synthesized = withBucket({ objectLock: { mode: "COMPLIANCE", retentionInDays: 90 } });
    expect(synthesized.resource("aws_s3_bucket_object_lock_configuration").rule).toEqual({
      default_retention: { mode: "COMPLIANCE", days: 90 },
    });
  });

  it.each([0, 36_501])("fails on a lock of %d days", (retentionInDays) => {
    expect(() => withBucket({ objectLock: { mode: "GOVERNANCE", retentionInDays } })).toThrow(
      `objectLock.retentionInDays must be a whole number from 1 to 36500, got ${retentionInDays}`,
    );
  });

  it("fails on a lock longer than an expiration, on overlaps, and on a bad name", () => {
    expect(() => withBucket({ objectLock: { mode: "GOVERNANCE", retentionInDays: 91 } })).toThrow(
      "invalid configuration at 'test/backups':\n  - object lock of 91 days must not outlast",
    );
    expect(() => withBucket({ retentions: [RETENTION, RETENTION] })).toThrow("prefixes must not overlap");
    expect(() => withBucket({ name: "Bad" })).toThrow("bucket name must be");
  });
});

describe("bucket policy", () => {
  const BUCKET = expect.stringMatching(/^\$\{aws_s3_bucket\.[^}]+\.arn\}$/);
  const OBJECTS = expect.stringMatching(/^\$\{aws_s3_bucket\.[^}]+\.arn\}\/\*$/);
  const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  const statement = (sid: string) => {
    const synthesized = withBucket({ policy: (arn) => [noOverwriteStatement(arn, [WRITER])] });
    return synthesized.statement(synthesized.resource("aws_s3_bucket_policy"), sid);
  };

  it("refuses plain HTTP", () => {
    expect(statement("DenyPlainHttp")).toEqual({
      Sid: "DenyPlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: [BUCKET, OBJECTS],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  it("refuses TLS older than 1.2", () => {
    expect(statement("DenyOldTls")).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    });
  });

  it("refuses another key, but not the absence of the header", () => {
    expect(statement("DenyOtherKey")).toEqual({
      Sid: "DenyOtherKey",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:ReplicateObject"],
      Resource: [OBJECTS],
      Condition: {
        Null: { [KEY_ID]: "false" },
        StringNotEquals: { [KEY_ID]: expect.stringMatching(/^\$\{aws_kms_key\.[^}]+\.arn\}$/) },
      },
    });
  });

  it("refuses an encryption header that names no key", () => {
    expect(statement("DenyEncryptionWithoutKey")).toMatchObject({
      Effect: "Deny",
      Action: ["s3:PutObject", "s3:ReplicateObject"],
      Condition: { Null: { "s3:x-amz-server-side-encryption": "false", [KEY_ID]: "true" } },
    });
  });

  it("refuses writers an upload that could overwrite, but not the parts of one", () => {
    expect(statement("DenyOverwrite")).toEqual({
      Sid: "DenyOverwrite",
      Effect: "Deny",
      // By name: a principal would be a unique id, which the role loses when it is made anew.
      Principal: "*",
      Action: ["s3:PutObject"],
      Resource: [OBJECTS],
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [WRITER] },
        Null: { "s3:if-none-match": "true" },
        Bool: { "s3:ObjectCreationOperation": "true" },
      },
    });
  });

  it("keeps why a statement is what it is", () => {
    const odd: Statement = {
      sid: "Later",
      principals: "*",
      effect: "Deny",
      actions: ["s3:NotYetKnown"],
      resources: ["*"],
      acknowledge: { "unknown-action": "announced for next year" },
      reason: "asked for by the auditors",
    };
    const policy = withBucket({ policy: () => [odd] }).resource("aws_s3_bucket_policy");
    expect(policy["//"]).toMatchObject({
      relaxations: [
        { what: "Later: unknown-action", reason: "announced for next year" },
        { what: "statement Later", reason: "asked for by the auditors" },
      ],
    });
  });
});
