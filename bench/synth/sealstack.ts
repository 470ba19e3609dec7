/** The resources of `sizes.ts` with these modules. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { InlinePolicy, Role, serviceTrust } from "../../modules/iam";
import { Alias, Key } from "../../modules/kms";
import { ACCOUNT, REGION, run } from "./sizes";

run((count, outdir) => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "bench");
  new AwsProvider(stack, "aws", { region: REGION });
  const env = { partition: "aws", dnsSuffix: "amazonaws.com", accountId: ACCOUNT, region: REGION };
  const administrators = [`arn:aws:iam::${ACCOUNT}:role/administrator`];
  for (let index = 0; index < count; index += 1) {
    const role = new Role(stack, `role-${index}`, {
      name: `user-${index}`,
      description: "Uses one key.",
      trust: [serviceTrust("ec2", env)],
    });
    const key = new Key(stack, `key-${index}`, {
      description: `Key ${index}`,
      policy: { env, administrators, users: [role.roleArn] },
    });
    new Alias(stack, `alias-${index}`, { name: `alias/bench-${index}`, targetKey: key });
    new InlinePolicy(stack, `policy-${index}`, {
      name: "use",
      attachTo: { role },
      statements: [
        {
          sid: "UseKey",
          actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
          resources: [key.keyArn],
        },
      ],
    });
  }
  return app;
});
