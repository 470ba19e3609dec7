/** Handing a role to a service takes a permission of its own, on the role. Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service". */
import { servicePrincipal } from "../../iam/policies/principals";
import type { Row } from "../row";
import { iamArn } from "./iam-arn";

/**
 * @param attribute in which the resource names the role, or roles
 * @param service that gets it, and no other
 */
export function passRole(attribute: string, service: string): Row["change"] {
  return (block, env) => {
    if (!block.has(attribute)) return [];
    const role = block.target(attribute);
    // A role that the stack does not make stands there by its ARN.
    const resources = role === undefined ? block.texts(attribute) : [iamArn(role, env, "role")];
    return [
      {
        actions: ["iam:PassRole"],
        resources,
        conditions: { StringEquals: { "iam:PassedToService": servicePrincipal(service, env) } },
      },
    ];
  };
}
