import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { Aspects, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { construct, text } from "../../shape";
import { assertArguments } from "../../validate";

/**
 * Gives every role and user below `scope` a permissions boundary, those added later included. One that a role or user has already stays:
 * the nearest wins.
 *
 * @param policyArn ARN of a managed policy that bounds what they can ever do
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundPermissions(scope: IConstruct, policyArn: string): void {
  assertArguments("boundPermissions", { scope, policyArn }, { scope: construct, policyArn: text });
  Aspects.of(scope).add(new Boundary(policyArn));
}

class Boundary implements IAspect {
  constructor(private readonly policyArn: string) {}

  visit(node: IConstruct): void {
    if (!(node instanceof IamRole || node instanceof IamUser)) return;
    if (node.permissionsBoundaryInput === undefined) node.permissionsBoundary = this.policyArn;
  }
}
