/** What a bucket policy lets in and keeps out, and what its grants come to: evaluated. */
import "../../../../tools/policy-check/jest-matchers";
import { Key } from "../../../../modules/kms";
import { Bucket, type BucketAccessName, type BucketProps } from "../../../../modules/s3";
import type { ClaimContext, ClaimPrincipal, ClaimRequest } from "../../../../presets/common/claims/claim";
import { download, multipartUpload, type PolicySet, upload } from "../../../../tools/policy-check";
import { judged, roleArn, testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const BUCKET = "arn:aws:s3:::example-bucket";
const OBJECT = `${BUCKET}/etcd/one`;
const OTHER_KEY = "arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111";
const SSE = "s3:x-amz-server-side-encryption";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** Somebody whom nothing but the bucket policy can stop. */
const ADMIN: ClaimPrincipal = { kind: "admin", arn: "arn:aws:iam::111122223333:role/admin" };
const STRANGER: ClaimPrincipal = { kind: "admin", arn: "arn:aws:iam::444455556666:role/admin" };

function withBucket(
  props: Partial<Omit<BucketProps, "key">> = {},
  then: (bucket: Bucket, role: ReturnType<typeof testRole>) => void = () => {},
) {
  const { policies } = judged((stack) => {
    const key = new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } });
    const encryption = props.sseS3 === undefined ? { key } : {};
    const bucket = new Bucket(stack, "bucket", {
      name: "example-bucket",
      env: ENVIRONMENT,
      ...encryption,
      ...props,
    });
    then(bucket, testRole(stack));
  });
  const [keyArn = ""] = Object.keys(policies.keys);
  return { policies, keyArn };
}

const put = (context: ClaimContext = {}, principal: ClaimPrincipal = ADMIN): ClaimRequest => ({
  principal,
  action: "s3:PutObject",
  resource: OBJECT,
  context,
});

describe("transport", () => {
  const { policies } = withBucket();

  it("is encrypted, with TLS 1.2 at least", async () => {
    await expect(policies).toAllow(put({ "s3:TlsVersion": "1.2" }));
    await expect(policies).toDeny(put({ "aws:SecureTransport": "false" }), "DenyPlainHttp");
    await expect(policies).toDeny(put({ "s3:TlsVersion": "1.1" }), "DenyOldTls");
    const list = { principal: ADMIN, action: "s3:ListBucket", resource: BUCKET };
    await expect(policies).toDeny({ ...list, context: { "s3:TlsVersion": "1.0" } }, "DenyOldTls");
  });

  it("can be bound to TLS 1.3", async () => {
    const strict = withBucket({ minimumTlsVersion: "1.3" }).policies;
    await expect(strict).toAllow(put({ "s3:TlsVersion": "1.3" }));
    await expect(strict).toDeny(put({ "s3:TlsVersion": "1.2" }), "DenyOldTls");
  });
});

describe("encryption of objects that are there", () => {
  const UPDATER = "arn:aws:iam::111122223333:role/keeper";
  const update = (keyId: string | null, arn = "arn:aws:iam::111122223333:role/admin"): ClaimRequest => ({
    principal: { kind: "admin", arn },
    action: "s3:UpdateObjectEncryption",
    resource: OBJECT,
    context: { [SSE]: "aws:kms", [KEY_ID]: keyId },
  });

  it("changes for nobody", async () => {
    const { policies, keyArn } = withBucket();
    await expect(policies).toDeny(update(OTHER_KEY), "DenyEncryptionUpdate");
    await expect(policies).toDeny(update(keyArn), "DenyEncryptionUpdate");
    await expect(policies).toDeny(update(null), "DenyEncryptionUpdate");
    await expect(policies).toDeny({ ...update(keyArn), principal: STRANGER });
    const double = withBucket({ dualLayer: true });
    await expect(double.policies).toDeny(update(double.keyArn), "DenyEncryptionUpdate");
  });

  it("changes for those who are named, to the bucket's own keys", async () => {
    const { policies, keyArn } = withBucket({ encryptionUpdaters: [UPDATER], otherKeyArns: [OTHER_KEY] });
    await expect(policies).toAllow(update(keyArn, UPDATER));
    await expect(policies).toAllow(update(OTHER_KEY, UPDATER));
    await expect(policies).toDeny(update(`${OTHER_KEY}0`, UPDATER), "DenyUpdateToOtherKey");
    await expect(policies).toDeny(update(null, UPDATER), "DenyUpdateToOtherKey");
    await expect(policies).toDeny(update(keyArn), "DenyEncryptionUpdate");
  });

  it("is left to policies for a reason, which stays with the bucket", async () => {
    const { policies } = withBucket({ encryptionUpdaters: { on: "an S3 that does not know the action" } });
    await expect(policies).toAllow(update(OTHER_KEY));
    const own = withBucket({ sseS3: { on: "a test" }, encryptionUpdaters: { on: "the same" } });
    await expect(own.policies).toAllow(update(OTHER_KEY));
    await expect(own.policies).toDeny(put({ [SSE]: "aws:kms" }), "DenyOtherEncryption");
    expect(() => withBucket({ encryptionUpdaters: { on: " " } })).toThrow(
      "encryptionUpdaters needs a reason",
    );
  });

  it("changes for nobody on a bucket of S3's own keys", async () => {
    const { policies } = withBucket({ sseS3: { on: "a test" } });
    await expect(policies).toDeny(update(OTHER_KEY), "DenyOtherEncryption");
    expect(() => withBucket({ sseS3: { on: "a test" }, encryptionUpdaters: [UPDATER] })).toThrow(
      "encryptionUpdaters needs a key",
    );
  });
});

describe("encryption of uploads", () => {
  const { policies, keyArn } = withBucket();

  it("is the bucket's without a header, or the bucket's key by name", async () => {
    await expect(policies).toAllow(put());
    await expect(policies).toAllow(put({ [SSE]: "aws:kms", [KEY_ID]: keyArn }));
  });

  it.each<[string, ClaimContext, string]>([
    ["another key", { [SSE]: "aws:kms", [KEY_ID]: OTHER_KEY }, "DenyOtherKey"],
    ["AES256", { [SSE]: "AES256" }, "DenyEncryptionWithoutKey"],
    ["aws:kms without a key", { [SSE]: "aws:kms" }, "DenyEncryptionWithoutKey"],
    [
      "a key of the client's",
      { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" },
      "blocked_encryption_types",
    ],
  ])("must not be %s", async (_, context, by) => {
    await expect(policies).toDeny(put(context), by);
  });

  it("can be any of several keys, and no other", async () => {
    const several = withBucket({ otherKeyArns: [OTHER_KEY] });
    await expect(several.policies).toAllow(put({ [SSE]: "aws:kms", [KEY_ID]: OTHER_KEY }));
    await expect(several.policies).toAllow(put({ [SSE]: "aws:kms", [KEY_ID]: several.keyArn }));
    await expect(several.policies).toDeny(
      put({ [SSE]: "aws:kms", [KEY_ID]: `${OTHER_KEY}0` }),
      "DenyOtherKey",
    );
  });

  it("keeps both layers where there are two", async () => {
    const double = withBucket({ dualLayer: true });
    const own = { [KEY_ID]: double.keyArn };
    await expect(double.policies).toAllow(put());
    await expect(double.policies).toAllow(put({ ...own, [SSE]: "aws:kms:dsse" }));
    await expect(double.policies).toDeny(put({ ...own, [SSE]: "aws:kms" }), "DenyOtherEncryption");
  });

  it("takes no KMS key where S3's own are meant", async () => {
    const { policies: plain } = withBucket({ sseS3: { on: "a test" } });
    await expect(plain).toAllow(put());
    await expect(plain).toAllow(put({ [SSE]: "AES256" }));
    await expect(plain).toDeny(put({ [SSE]: "aws:kms", [KEY_ID]: OTHER_KEY }), "DenyOtherEncryption");
  });

  it("keeps out other accounts and whoever does not sign", async () => {
    await expect(policies).toDeny(put({}, STRANGER));
    await expect(policies).toDeny(put({}, { kind: "anonymous" }));
    for (const action of ["s3:GetObject", "s3:DeleteObject"])
      await expect(policies).toDeny({ principal: STRANGER, action, resource: OBJECT });
  });
});

/** What each access may do below its prefix, key included, and the nearest that it may not. */
describe("a grant", () => {
  const role: ClaimPrincipal = { kind: "role", arn: roleArn() };
  const append = { "s3:if-none-match": "*" };
  const granted = (access: BucketAccessName) =>
    withBucket({}, (bucket, grantee) => bucket.grant(access, grantee, { prefixes: ["etcd/"] }));
  const request = (action: string, resource = OBJECT, context: ClaimContext = {}): ClaimRequest => ({
    principal: role,
    action: `s3:${action}`,
    resource,
    context,
  });
  const expectAll = async (policies: PolicySet, requests: readonly ClaimRequest[]) => {
    for (const one of requests) await expect(policies).toAllow(one);
  };

  it.each<[BucketAccessName, readonly string[]]>([
    ["writeOnly", ["GetObject", "GetObjectVersion", "DeleteObject", "DeleteObjectVersion", "PutObjectAcl"]],
    [
      "appendOnly",
      ["GetObject", "GetObjectVersion", "DeleteObject", "DeleteObjectVersion", "PutObjectRetention"],
    ],
    ["readOnly", ["PutObject", "DeleteObject", "GetObjectVersion", "RestoreObject"]],
    ["restoreOnly", ["PutObject", "DeleteObject", "DeleteObjectVersion", "BypassGovernanceRetention"]],
  ])("of %s does not reach further, nor beyond its prefix", async (access, denied) => {
    const { policies, keyArn } = granted(access);
    for (const action of denied) await expect(policies).toDeny(request(action));
    await expect(policies).toDeny(request("PutObject", `${BUCKET}/ca/one`, append));
    for (const action of ["GetObject", "GetObjectVersion"])
      await expect(policies).toDeny(request(action, `${BUCKET}/ca/one`));
    for (const action of ["PutBucketPolicy", "PutBucketVersioning", "DeleteBucket"])
      await expect(policies).toDeny(request(action, BUCKET));
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"])
      await expect(policies).toDeny({ principal: role, action, resource: keyArn });
    await expect(policies).toDeny(request("ListBucket", BUCKET, { "s3:prefix": "ca/" }));
    await expect(policies).toDeny(request("ListBucket", BUCKET));
  });

  it("to write puts objects and multipart uploads, and replaces them", async () => {
    const { policies } = granted("writeOnly");
    const call = { principal: role, object: OBJECT };
    await expectAll(policies, [...upload(policies, call), ...multipartUpload(policies, call)]);
    await expect(policies).toDeny(request("ListBucket", BUCKET, { "s3:prefix": "etcd/" }));
  });

  it("to append never replaces an object", async () => {
    const { policies } = granted("appendOnly");
    const call = { principal: role, object: OBJECT, context: append };
    await expectAll(policies, [...upload(policies, call), ...multipartUpload(policies, call)]);
    await expect(policies).toAllow(request("ListBucket", BUCKET, { "s3:prefix": "etcd/" }));
    await expect(policies).toDeny(request("PutObject"), "DenyOverwrite");
  });

  it("to read opens current objects", async () => {
    const { policies } = granted("readOnly");
    await expectAll(policies, download(policies, { principal: role, object: OBJECT }));
    await expect(policies).toAllow(request("ListBucket", BUCKET, { "s3:prefix": "etcd/" }));
  });

  it("to read opens objects whether or not they are under a bucket key, and of this bucket only", async () => {
    const { policies, keyArn } = granted("readOnly");
    const open = (arn: string): ClaimRequest => ({
      principal: role,
      action: "kms:Decrypt",
      resource: keyArn,
      context: {
        "kms:ViaService": "s3.eu-central-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": arn,
      },
    });
    await expectAll(policies, [open(BUCKET), open(OBJECT)]);
    for (const other of [`${BUCKET}-2`, `${BUCKET}-2/etcd/one`]) await expect(policies).toDeny(open(other));
  });

  it("to restore opens every version, archived ones too", async () => {
    const { policies } = granted("restoreOnly");
    await expectAll(policies, [
      ...download(policies, { principal: role, object: OBJECT }),
      request("GetObjectVersion"),
      request("RestoreObject"),
      request("ListBucketVersions", BUCKET, { "s3:prefix": "etcd/" }),
    ]);
  });

  it("reaches another account through the bucket policy, and no further", async () => {
    const partner = "arn:aws:iam::444455556666:role/partner";
    const { policies, keyArn } = withBucket({}, (bucket) =>
      bucket.grantReadOnly({ arn: partner }, { prefixes: ["etcd/"], crossAccount: true }),
    );
    const theirs: ClaimPrincipal = { kind: "admin", arn: partner };
    const read = { principal: theirs, action: "s3:GetObject", resource: OBJECT };
    await expect(policies).toAllow(read, "ReadObjects");
    await expect(policies).toAllow({
      principal: theirs,
      action: "kms:Decrypt",
      resource: keyArn,
      context: {
        "kms:ViaService": "s3.eu-central-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": BUCKET,
      },
    });
    await expect(policies).toDeny({ ...read, principal: STRANGER });
    await expect(policies).toDeny({ ...read, action: "s3:PutObject" });
    await expect(policies).toDeny({ ...read, resource: `${BUCKET}/ca/one` });
  });
});
