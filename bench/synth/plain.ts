/** The resources of `sizes.ts` in plain cdktf, with policies of the same statements as `JSON.stringify` writes them. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { KEY_MANAGEMENT_ACTIONS } from "../../modules/kms/actions";
import { ACCOUNT, REGION, run } from "./sizes";

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (sid: string, actions: readonly string[], more: object) => ({
  Sid: sid,
  Effect: "Allow",
  Action: actions,
  ...more,
});
const USE = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

run((count, outdir) => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "bench");
  new AwsProvider(stack, "aws", { region: REGION });
  const aws = (...arns: string[]) => ({ Principal: { AWS: arns }, Resource: ["*"] });
  for (let index = 0; index < count; index += 1) {
    const role = new IamRole(stack, `role-${index}`, {
      name: `user-${index}`,
      description: "Uses one key.",
      maxSessionDuration: 3600,
      assumeRolePolicy: policy(
        allow("TrustService", ["sts:AssumeRole"], { Principal: { Service: ["ec2.amazonaws.com"] } }),
      ),
    });
    const key = new KmsKey(stack, `key-${index}`, {
      description: `Key ${index}`,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      lifecycle: { preventDestroy: true },
      policy: policy(
        allow("Root", KEY_MANAGEMENT_ACTIONS, aws(`arn:aws:iam::${ACCOUNT}:root`)),
        allow("KeyAdministrators", KEY_MANAGEMENT_ACTIONS, aws(`arn:aws:iam::${ACCOUNT}:role/administrator`)),
        allow("KeyUsers", USE, aws(role.arn)),
      ),
    });
    new KmsAlias(stack, `alias-${index}`, { name: `alias/bench-${index}`, targetKeyId: key.keyId });
    new IamRolePolicy(stack, `policy-${index}`, {
      name: "use",
      role: role.name,
      policy: policy(allow("UseKey", USE.slice(0, 4), { Resource: [key.arn] })),
    });
  }
  return app;
});
