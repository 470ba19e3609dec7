/** Where a grant puts its permissions; what they allow is evaluated in bucket.evaluated.test.ts. */
import type { TerraformStack } from "cdktf";
import { Key } from "../../../../modules/kms";
import { Bucket, type BucketGrant, type BucketProps } from "../../../../modules/s3";
import { testRole, testUser } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { type Synthesized, synth } from "../../../helpers/stacks/synth";

const PREFIXES = { prefixes: ["etcd/"] };

function granting(
  grant: (bucket: Bucket, stack: TerraformStack) => void,
  props: Partial<Omit<BucketProps, "key">> = {},
): Synthesized {
  return synth((stack) => {
    const key =
      props.sseS3 === undefined
        ? { key: new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } }) }
        : {};
    grant(new Bucket(stack, "b", { name: "example", ...key, ...props }), stack);
  });
}

const inlinePolicies = (json: Synthesized, type = "aws_iam_role_policy") =>
  Object.values(json.resources(type)).map(({ name }) => name);

describe("a grant of a bucket", () => {
  it("goes to the policy of a role or user of this app", () => {
    const json = granting((bucket, stack) => {
      bucket.grantReadOnly(testRole(stack), PREFIXES);
      bucket.grantWriteOnly(testUser(stack), PREFIXES);
    });
    expect(inlinePolicies(json)).toEqual(["test-b-read-only"]);
    expect(inlinePolicies(json, "aws_iam_user_policy")).toEqual(["test-b-write-only"]);
    expect(String(json.resource("aws_s3_bucket_policy").policy)).not.toContain("ReadObjects");
  });

  it("holds when the bucket policy is there, which refuses a part of it", () => {
    const json = granting((bucket, stack) => {
      bucket.grantAppendOnly(testRole(stack), PREFIXES);
    });
    const after = json.resource("aws_iam_role_policy").depends_on as string[];
    expect(after.map((address) => address.split(".")[0])).toEqual(["aws_s3_bucket_policy"]);
  });

  it("can be given twice to one role, for other prefixes", () => {
    const json = granting((bucket, stack) => {
      const role = testRole(stack);
      bucket.grantAppendOnly(role, PREFIXES);
      bucket.grantAppendOnly(role, { prefixes: ["ca/"] });
    });
    expect(inlinePolicies(json)).toEqual(["test-b-append-only", "test-b-append-only-2"]);
    const policy = String(json.resource("aws_s3_bucket_policy").policy);
    expect([...policy.matchAll(/"Sid":"(DenyOverwrite\d*)"/g)].map(([, sid]) => sid)).toEqual([
      "DenyOverwrite",
      "DenyOverwrite2",
    ]);
  });

  it("goes to the bucket policy for an ARN, and says what the other account needs", () => {
    let grant: BucketGrant | undefined;
    const json = granting((bucket) => {
      grant = bucket.grantReadOnly(
        { arn: "arn:aws:iam::444455556666:role/r" },
        { ...PREFIXES, crossAccount: true },
      );
    });
    expect(json.statement(json.resource("aws_s3_bucket_policy"), "ReadObjects")).toMatchObject({
      Principal: { AWS: ["arn:aws:iam::444455556666:role/r"] },
      Action: ["s3:GetObject"],
    });
    expect(grant?.identityStatements.map(({ sid }) => sid)).toEqual(["ReadObjects", "ReadObjectsList"]);
    expect(grant?.keyGrants).toMatchObject([{ keyAttached: true }]);
  });

  it("of the whole bucket lists without a condition", () => {
    const json = granting((bucket, stack) => bucket.grantReadOnly(testRole(stack), { prefixes: [""] }));
    const list = json.statement(json.resource("aws_iam_role_policy"), "ReadObjectsList");
    expect(list.Condition).toBeUndefined();
  });

  it("needs no key where the bucket has none", () => {
    let grant: BucketGrant | undefined;
    granting(
      (bucket, stack) => {
        grant = bucket.grantRestoreOnly(testRole(stack), PREFIXES);
      },
      { sseS3: { on: "a test" } },
    );
    expect(grant?.keyGrants).toEqual([]);
  });

  it("writes as the bucket is set, and opens objects whether or not they are under a bucket key", () => {
    const contexts = (props: Partial<BucketProps>) => {
      const json = granting((bucket, stack) => bucket.grantWriteOnly(testRole(stack), PREFIXES), props);
      return ["GrantKeyEncrypters", "GrantKeyDecrypters"].map((sid) => {
        const { StringEquals, StringLike } =
          json.statement(json.resource("aws_kms_key"), sid).Condition ?? {};
        return { ...StringEquals, ...StringLike }["kms:EncryptionContext:aws:s3:arn"];
      });
    };
    const [bucketArn, objects] = ["${aws_s3_bucket.b.arn}", "${aws_s3_bucket.b.arn}/*"];
    expect(contexts({})).toEqual([bucketArn, [bucketArn, objects]]);
    const bucketKey = { off: "each use shows in CloudTrail" };
    expect(contexts({ bucketKey })).toEqual([objects, [bucketArn, objects]]);
  });

  it.each([
    [[], 'prefixes of grant of readOnly must name a prefix; "" is the whole bucket'],
    [["etcd/*"], "must hold no wildcard and not start with a slash, got 'etcd/*'"],
    [["/etcd"], "got '/etcd'"],
  ])("fails on the prefixes %j", (prefixes, problem) => {
    expect(() => granting((bucket, stack) => bucket.grantReadOnly(testRole(stack), { prefixes }))).toThrow(
      problem,
    );
  });
});
