/** A test of a platform team's own stack, its statements and its claims. Stands in docs/testing.md. */
import { App, TerraformStack } from "cdktf";
import { awsEnvironment, Role, serviceTrust } from "../modules/iam";
import { Key } from "../modules/kms";
import { type Claim, claimsAbout, type StackPolicies, stackPolicies } from "../testing";

export class Reports extends TerraformStack {
  constructor(app: App) {
    super(app, "reports");
    const env = awsEnvironment(this);
    const trust = [serviceTrust("ec2", env)];
    const writer = new Role(this, "writer", { name: "writer", description: "Writes reports.", trust });
    const policy = { env, encryptOnly: [writer.roleArn] };
    new Key(this, "key", { description: "Reports", aliases: ["alias/reports"], policy });
  }
}

/** What the stack promises: data, which an evaluator judges. */
export function claims(policies: StackPolicies): readonly Claim[] {
  const key = policies.resource("aws_kms_key").arn;
  const writer = claimsAbout("the writer", { kind: "role", arn: policies.resource("aws_iam_role").arn });
  return [
    writer.may("encrypt reports", "kms:Encrypt", key),
    writer.mayNot("open reports", "kms:Decrypt", key),
    writer.mayNot("delete the key", "kms:ScheduleKeyDeletion", key),
  ];
}

export const policies = () => stackPolicies(new Reports(new App()));
