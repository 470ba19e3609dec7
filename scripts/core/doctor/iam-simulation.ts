/** What IAM's simulator says of the policies of a role. */
import { SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { BadReplyError } from "../../clients/bad-reply";
import { iamClient } from "../../clients/iam";
import { toOperatorError } from "../../clients/sdk-errors";
import { type ClientSettings, requestOptions } from "../../clients/settings";
import type { Inspection } from "./ports";

export function iamSimulation(settings: ClientSettings): Inspection["simulate"] {
  const client = iamClient(settings);
  return async (PolicySourceArn, { action, resource, context }) => {
    try {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ActionNames: [action],
        ResourceArns: [resource],
        ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
          ContextKeyName,
          ContextKeyValues: [value],
          ContextKeyType: "string" as const,
        })),
      });
      const { EvaluationResults = [] } = await client.send(command, requestOptions(settings));
      const [result] = EvaluationResults;
      if (typeof result?.EvalDecision !== "string")
        throw new BadReplyError("IAM answered without a decision");
      return {
        allowed: result.EvalDecision === "allowed",
        explicit: result.EvalDecision === "explicitDeny",
        policies: (result.MatchedStatements ?? []).flatMap(({ SourcePolicyId }) => SourcePolicyId ?? []),
        above:
          result.OrganizationsDecisionDetail?.AllowedByOrganizations === false
            ? "the organization"
            : result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false
              ? "the permissions boundary"
              : undefined,
      };
    } catch (error) {
      throw toOperatorError(error, { action: `simulate the policies of ${PolicySourceArn}` });
    }
  };
}
