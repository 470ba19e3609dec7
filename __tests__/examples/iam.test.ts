import { TerraformStack } from "cdktf";
import { addIam } from "../../examples/iam";
import { statementsOf, synthStack, withApp } from "../helpers/stacks/synth";

const FILES = {
  rootCa: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  samlMetadata: `<EntityDescriptor>${" ".repeat(1000)}</EntityDescriptor>`,
};

describe("examples/iam.ts", () => {
  it("synthesizes, with the long policy split and nothing inlined in a role", () => {
    const { json, ...synthesized } = withApp((app) => {
      const stack = new TerraformStack(app, "iam");
      addIam(stack, FILES);
      const own = synthStack(stack);
      return { json: own.json, policies: own.resources("aws_iam_policy") };
    });
    const policies = Object.values(synthesized.policies);
    const tenants = policies.filter(({ name }) => String(name).startsWith("read-tenants"));
    const buckets = tenants.flatMap(({ policy }) =>
      statementsOf(String(policy)).flatMap(({ Resource }) => Resource),
    );
    expect(new Set(buckets).size).toBe(400);
    expect(JSON.stringify(json)).not.toContain('"inline_policy"');
  });
});
