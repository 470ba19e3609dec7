import { losses, type StackJson } from "../../../tools/replacements/compare";

const stack = (resource: StackJson["resource"] = {}, region = "eu-central-1"): StackJson => ({
  resource,
  provider: { aws: [{ region }] },
});
const kept = { lifecycle: { prevent_destroy: true } };
const key = (attributes: Record<string, unknown> = {}) =>
  stack({ aws_kms_key: { k: { ...kept, ...attributes } } });

describe("losses", () => {
  it("are none where everything changes in place, or is new", () => {
    expect(losses(key(), key({ description: "new", multi_region: false }))).toEqual([]);
    expect(losses(stack(), key())).toEqual([]);
    expect(losses(stack({ aws_s3_bucket_policy: { p: {} } }), stack())).toEqual([]);
  });

  it("are an attribute that cannot change in place", () => {
    expect(losses(key(), key({ multi_region: true }))).toEqual([
      { address: "aws_kms_key.k", attribute: "multi_region", refused: true },
    ]);
    const open = stack({ aws_s3_bucket: { b: { object_lock_enabled: true } } });
    expect(losses(stack({ aws_s3_bucket: { b: {} } }), open)).toEqual([
      { address: "aws_s3_bucket.b", attribute: "object_lock_enabled", refused: false },
    ]);
  });

  it("are a resource that is gone, which nothing refuses", () => {
    expect(losses(key(), stack())).toEqual([{ address: "aws_kms_key.k", refused: false }]);
  });

  it("are everything regional where the provider's region changes, and nothing that names its own", () => {
    const resource = { aws_kms_key: { k: kept, l: { region: "eu-west-1" } }, aws_iam_role: { r: {} } };
    expect(losses(stack(resource), stack(resource, "us-east-1"))).toEqual([
      { address: "aws_kms_key.k", attribute: "region", refused: true },
    ]);
  });

  it("are what is made from what is replaced", () => {
    const resource = (key_usage: string) => ({
      aws_kms_replica_key: { r: { primary_key_arn: "${aws_kms_key.k.arn}" } },
      aws_kms_key: { k: { key_usage } },
    });
    expect(losses(stack(resource("ENCRYPT_DECRYPT")), stack(resource("SIGN_VERIFY")))).toEqual([
      { address: "aws_kms_key.k", attribute: "key_usage", refused: false },
      { address: "aws_kms_replica_key.r", attribute: "primary_key_arn", refused: false },
    ]);
  });
});
