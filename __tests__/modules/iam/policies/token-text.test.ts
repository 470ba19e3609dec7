import { TerraformStack } from "cdktf";
import { InlinePolicy, Role, serviceTrust } from "../../../../modules/iam";
import { Key } from "../../../../modules/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { statementsOf, synthStack, withApp } from "../../../helpers/stacks/synth";

const ROLE = { name: "x", description: "Reads.", trust: [serviceTrust("ec2", ENVIRONMENT)] };

describe("a policy with references", () => {
  it("refers to another stack, though it was read before the stacks were prepared", () => {
    withApp((app) => {
      const keys = new TerraformStack(app, "keys");
      const roles = new TerraformStack(app, "roles");
      const key = new Key(keys, "key", { description: "x", policy: { env: ENVIRONMENT } });
      const role = new Role(roles, "role", ROLE);
      new InlinePolicy(roles, "policy", {
        name: "x",
        attachTo: { role },
        statements: [{ sid: "Use", actions: ["kms:Decrypt"], resources: [key.keyArn] }],
      });
      const resource = () => synthStack(roles).resource("aws_iam_role_policy").policy as string;
      expect(statementsOf(resource())[0]?.Resource).toEqual(["${aws_kms_key.key.arn}"]);
      roles.prepareStack();
      const [reference = ""] = statementsOf(resource())[0]?.Resource ?? [];
      expect(reference).toMatch(/^\$\{data\.terraform_remote_state\..+\.outputs\.cross-stack-output-/);
      expect(synthStack(keys).json.output).toBeDefined();
    });
  });

  it("of a key has the grants that came after it was read", () => {
    withApp((app) => {
      const stack = new TerraformStack(app, "test");
      const key = new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } });
      const sids = () => {
        stack.prepareStack();
        const policy = synthStack(stack).resource("aws_kms_key").policy as string;
        return statementsOf(policy).map(({ Sid }) => Sid);
      };
      expect(sids()).toEqual(["Root", "DenyEarlierDeletion"]);
      key.grantDecrypt(new Role(stack, "role", ROLE));
      expect(sids()).toEqual(["Root", "DenyEarlierDeletion", "GrantKeyDecrypters"]);
    });
  });
});
