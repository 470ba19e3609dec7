import { bucketsOf } from "../../../../scripts/core/cost/synthesis/buckets";
import { OUTPUTS_LEAVE_OUT, synthesisOfOutputs } from "../../../../scripts/core/cost/synthesis/from-outputs";
import { readSynthesis } from "../../../../scripts/core/cost/synthesis/read";
import { bucket, stackText, stackWith } from "../../../helpers/stacks/cost-stack";

const read = (text: string) => readSynthesis(text, "x/cdk.tf.json", "x");

describe("a synthesized stack", () => {
  it.each([
    "",
    "not JSON",
    "[]",
    "null",
    "{}",
    '{"resource":{}}',
    '{"resource":[],"terraform":{}}',
    '{"resource":{"a":3},"terraform":{},"provider":{"aws":{"region":"us-east-1"}}}',
  ])("is not %j", (text) => {
    expect(() => read(text)).toThrow("x/cdk.tf.json is no synthesized stack");
  });

  it("is read with the region of each resource", () => {
    const { resources } = stackWith({ aws_kms_key: { a: {}, b: { region: "eu-west-1" } } });
    expect(resources.map(({ address, region }) => [address, region])).toEqual([
      ["aws_kms_key.a", "us-east-1"],
      ["aws_kms_key.b", "eu-west-1"],
    ]);
  });

  it.each([
    [
      { aws_kms_key: { a: { description: "x ${TfToken[TOKEN.7]}" } } },
      "holds tokens that cdktf has not resolved",
    ],
    [
      { aws_kms_key: { a: { region: "${var.region}" } } },
      "aws_kms_key.a: region is '${var.region}', which only Terraform resolves",
    ],
    [{ aws_kms_key: { a: { count: 3 } } }, "aws_kms_key.a: count is '3', which only Terraform resolves"],
    [{ aws_kms_key: { a: { for_each: "${var.x}" } } }, "aws_kms_key.a: for_each is '${var.x}'"],
  ])("is refused as %j", (resource, message) => {
    expect(() => read(stackText(resource))).toThrow(message);
  });

  it.each([null, 3, "${var.region}"])("is refused with the region %p of its provider", (region) => {
    expect(() => read(stackText({}, region))).toThrow(
      "x/cdk.tf.json does not say the region of its provider",
    );
  });

  it.each(["${var.days}", -3, "many"])("is refused where days are %p", (days) => {
    expect(() => bucketsOf(stackWith(bucket("b", { days })))).toThrow(
      `aws_s3_bucket_lifecycle_configuration.b: rule.expiration.days is '${days}', which only Terraform resolves`,
    );
  });

  it("may have days as text", () => {
    expect(bucketsOf(stackWith(bucket("b", { days: "90" })))[0]?.rules[0]?.expirationInDays).toBe(90);
  });
});

describe("outputs", () => {
  const KEY = "arn:aws:kms:eu-central-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef";
  const outputs = {
    region: "eu-central-1",
    key_arn: KEY,
    key_alias: "alias/x",
    bucket: "backups",
    prefixes: ["a/", "b/"],
    ansible_vault: { kms_key_id: KEY },
    replicas: { "eu-west-1": { key_arn: KEY.replace("central", "west"), bucket: "copies" } },
  };
  const of = (value: Readonly<Record<string, unknown>>, days?: number) =>
    synthesisOfOutputs(value, "o.json", undefined, days);

  it("name keys, each once, and buckets, with the retention that was given", () => {
    const found = of(outputs, 30);
    expect(
      found.resources
        .filter(({ type }) => type.startsWith("aws_kms"))
        .map(({ type, region }) => [type, region]),
    ).toEqual([
      ["aws_kms_key", "eu-central-1"],
      ["aws_kms_replica_key", "eu-west-1"],
    ]);
    expect(bucketsOf(found)).toMatchObject([
      {
        region: "eu-central-1",
        role: "source",
        bucketKey: true,
        rules: [{ prefix: "a/", expirationInDays: 30 }, { prefix: "b/" }],
      },
      { region: "eu-west-1", role: "replica" },
    ]);
    expect(OUTPUTS_LEAVE_OUT).toContain("outputs do not name them");
  });

  it("without a retention are refused, because nobody knows how much is kept", () => {
    expect(() => of(outputs)).toThrow("o.json does not say how long backups are kept");
  });

  it("of keys alone need none", () => {
    expect(of({ key_arn: KEY }).region).toBe("eu-central-1");
  });

  it("that name nothing are refused", () => {
    expect(() => of({ something: "else" })).toThrow(
      "o.json names neither a key nor a bucket with its region",
    );
  });
});
