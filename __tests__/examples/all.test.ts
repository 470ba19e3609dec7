import { TerraformStack } from "cdktf";
import { addAudit } from "../../examples/audit";
import { addDeployer } from "../../examples/deployer";
import { addDynamodb } from "../../examples/dynamodb";
import { addKms } from "../../examples/kms";
import { addStacks } from "../../examples/library";
import { addS3 } from "../../examples/s3";
import { synthStack, withApp } from "../helpers/stacks/synth";

describe("examples", () => {
  it.each([
    ["kms", addKms, ["aws_kms_key", "aws_kms_replica_key", "aws_kms_grant", "aws_kms_alias"]],
    ["dynamodb", addDynamodb, ["aws_dynamodb_table", "aws_kms_replica_key"]],
    ["deployer", addDeployer, ["aws_iam_role", "aws_iam_role_policy", "aws_iam_openid_connect_provider"]],
    ["s3", addS3, ["aws_s3_bucket", "aws_s3_bucket_policy"]],
    ["audit", addAudit, ["aws_cloudtrail", "aws_sns_topic_policy", "aws_cloudwatch_event_rule"]],
  ])("of %s synthesize", (_, add, types) => {
    const { json } = withApp((app) => {
      const stack = new TerraformStack(app, "example");
      add(stack);
      return synthStack(stack);
    });
    expect(Object.keys(json.resource as object)).toEqual(expect.arrayContaining(types));
  });

  it("of the library synthesize, with presets that have their defaults", () => {
    withApp((app) => {
      addStacks(app);
      const json = app.node.children.map((stack) => synthStack(stack as TerraformStack).json);
      expect(json.map(({ resource }) => Object.keys(resource as object))).toEqual([
        expect.arrayContaining(["aws_iam_role", "aws_kms_key", "aws_kms_alias"]),
        expect.arrayContaining(["aws_s3_bucket", "aws_kms_key"]),
        expect.arrayContaining(["aws_kms_key", "aws_iam_instance_profile"]),
      ]);
    });
  });
});
