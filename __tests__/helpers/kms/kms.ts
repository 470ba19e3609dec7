import type { TerraformStack } from "cdktf";
import { Role, serviceTrust, User } from "../../../modules/iam";
import { loadPolicies, type PolicySet } from "../../../tools/policy-check";
import { ENVIRONMENT } from "../processes/environment";
import { type Synthesized, synth } from "../stacks/synth";

/** A role without permissions. */
export function testRole(stack: TerraformStack, name = "app"): Role {
  return new Role(stack, name, { name, description: "x", trust: [serviceTrust("ec2", ENVIRONMENT)] });
}

export function testUser(stack: TerraformStack, name = "alice"): User {
  return new User(stack, name, { name });
}

/** What `build` adds, and its policies. */
export function judged(build: (stack: TerraformStack) => void): {
  readonly json: Synthesized;
  readonly policies: PolicySet;
} {
  const json = synth(build);
  return { json, policies: loadPolicies(JSON.stringify(json.json)) };
}

/** ARN of the role with that name. */
export const roleArn = (name = "app") => `arn:aws:iam::${ENVIRONMENT.accountId}:role/${name}`;
