/** An evaluator for those who accept AGPL-3.0, the licence of this package. Stands in docs/testing.md. */
import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { Evaluator } from "../testing";

export const iamSimulate: Evaluator = async (question) => {
  const { principal, action, resource, resourceAccount, context, boundaries, resourcePolicy } = question;
  if (principal === undefined) throw new Error("this adapter takes no anonymous requests");
  const contextVariables = JSON.parse(JSON.stringify(context));
  const request = { principal, action, resource: { resource, accountId: resourceAccount }, contextVariables };
  const own = { identityPolicies: [...question.identityPolicies], resourcePolicy };
  const bounded = boundaries.length === 0 ? {} : { permissionBoundaryPolicies: [...boundaries] };
  const none = { serviceControlPolicies: [], resourceControlPolicies: [] };
  const outcome = await runSimulation({ request, ...own, ...bounded, ...none }, {});
  if (outcome.resultType !== "single") throw new Error(`cannot be evaluated: ${JSON.stringify(outcome)}`);
  const { result, identityAnalysis: identity, resourceAnalysis: from } = outcome.result.analysis;
  const list = result === "Allowed" ? "allowStatements" : "denyStatements";
  const decidedBy = [identity, from]
    .flatMap((each) => each?.[list] ?? [])
    .map(({ explain }) => explain.identifier);
  return { allowed: result === "Allowed", decidedBy };
};
