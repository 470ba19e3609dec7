import { TerraformOutput } from "cdktf";
import { Alias, awsManagedKey, ExistingKey, lookUpKey } from "../../../../modules/kms";
import { testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { type Synthesized, synth } from "../../../helpers/stacks/synth";

const data = ({ json }: Synthesized, type: string) =>
  Object.values((json.data as Record<string, Record<string, Record<string, unknown>>>)[type] ?? {});

describe("awsManagedKey", () => {
  it("looks up the key by its alias, once", () => {
    const json = synth((stack) => {
      for (const id of ["one", "two"])
        new TerraformOutput(stack, id, { staticId: true, value: awsManagedKey(stack, "aws/s3").keyArn });
    });
    expect(data(json, "aws_kms_alias")).toEqual([expect.objectContaining({ name: "alias/aws/s3" })]);
    expect(json.output("one")).toEqual({ value: "${data.aws_kms_alias.aws-s3-key.target_key_arn}" });
    expect(json.output("two")).toEqual(json.output("one"));
  });

  it.each(["alias/aws/s3", "s3", "aws/"])("fails on %s", (name) => {
    expect(() => synth((stack) => awsManagedKey(stack, name))).toThrow(
      `name of an AWS-managed key must be like aws/s3, got '${name}'`,
    );
  });
});

describe("lookUpKey", () => {
  it("finds a key by its alias, which then can be granted and named", () => {
    const json = synth((stack) => {
      const key = lookUpKey(stack, "key", { keyId: "alias/shared", env: ENVIRONMENT });
      key.grantDecrypt(testRole(stack));
      new Alias(stack, "alias", { name: "alias/mine", targetKey: key });
    });
    expect(data(json, "aws_kms_key")).toEqual([expect.objectContaining({ key_id: "alias/shared" })]);
    expect(json.statement(json.resource("aws_iam_role_policy"), "KeyDecrypters").Resource).toEqual([
      "${data.aws_kms_key.key-lookup.arn}",
    ]);
    expect(json.resource("aws_kms_alias")).toMatchObject({
      target_key_id: "${data.aws_kms_key.key-lookup.arn}",
    });
  });
});

describe("ExistingKey", () => {
  it("fails on a kind of key that there is not", () => {
    expect(() =>
      synth(
        (stack) =>
          new ExistingKey(stack, "key", {
            keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1",
            keySpec: "HMAC_256",
            keyUsage: "SIGN_VERIFY",
          }),
      ),
    ).toThrow(
      "invalid configuration at 'test/key':\n  - keyUsage of HMAC_256 must be GENERATE_VERIFY_MAC, got SIGN_VERIFY",
    );
  });
});
