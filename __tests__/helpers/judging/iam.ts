/** Policies of roles and users, put before the evaluator. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { Role, type Statement } from "../../../modules/iam";
import type { ClaimContext, ClaimPrincipal } from "../../../presets/common/claims/claim";
import { loadPolicies, type PolicySet } from "../../../tools/policy-check";
import { ENVIRONMENT } from "../processes/environment";
import { synth } from "../stacks/synth";

/** The role that `trusting` makes. */
export const ROLE = "arn:aws:iam::111122223333:role/r";

/** The policies of a stack. */
export function policies(build: (stack: TerraformStack) => void): PolicySet {
  const { json } = synth((stack) => {
    new AwsProvider(stack, "aws", { region: ENVIRONMENT.region });
    build(stack);
  });
  return loadPolicies(JSON.stringify(json));
}

/** The policies of a stack with one role. */
export const trusting = (...trust: Statement[]) =>
  policies((stack) => {
    new Role(stack, "r", { name: "r", description: "", trust });
  });

/** A request to become that role. */
export const assume = (principal: ClaimPrincipal, context: ClaimContext = {}, action = "sts:AssumeRole") => ({
  principal,
  action,
  resource: ROLE,
  context,
});
