/** What an organization asks of every role: where it stands, and what bounds it. */
import { z } from "zod";
import { pathProblem } from "../../../modules/iam/names";
import { shown } from "../../../modules/show-value";
import { checked, managedPolicyArn } from "./fields";

/** No wildcard may stand in a path: it becomes a part of ARNs in policies. What begins with `aws` is AWS's own. */
const PATH = /^\/((?!aws-)[\w+=,.@-]+\/([\w+=,.@-]+\/)*)?$/;

const rolePath = checked((path) =>
  PATH.test(path)
    ? pathProblem(path)
    : `must be a path of letters, digits and '+=,.@_-' such as '/backup/', not one of AWS's own, got ${shown(path)}`,
);

export const rolesSchema = z
  .strictObject({
    path: rolePath.default("/").meta({
      description:
        "Path of the roles' ARNs, with a slash at both ends. A change makes new roles under the same names, which Terraform can do only after the old ones are gone.",
    }),
    permissionsBoundary: managedPolicyArn.optional().meta({
      description:
        "ARN of a managed policy that bounds every role, and user, of the stack. It has to allow what they are for. Default: none.",
    }),
  })
  .prefault({})
  .meta({ description: "What the account asks of every role that the stack makes." });

export type RolesConfig = z.infer<typeof rolesSchema>;
