/** What IAM's simulator says of the policies of a role. */
import { SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { iamClient } from "../../clients/services/iam";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
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
