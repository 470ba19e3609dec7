/**
 * The one file that knows `@cloud-copilot/iam-simulate`. It is AGPL: a development dependency for tests, never imported by what is
 * published.
 */
import { type RequestAnalysis, runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { renameKeys, renamePolicy } from "./encryption-context";
import { type AttachedPolicy, PolicyCheckError } from "./policy-set";
import type { Caller, NamedPolicy } from "./principals";
import type { RequestContext } from "./requests";

export interface SimulatedRequest {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** Account of the resource. */
  readonly owner: string;
  readonly context: RequestContext;
  readonly resourcePolicy: AttachedPolicy | undefined;
  readonly restrictPublicBuckets: boolean;
}

/** @throws {@link PolicyCheckError} when the evaluator refuses the question, or leaves out a part of it. */
export async function simulate(request: SimulatedRequest): Promise<RequestAnalysis> {
  const { caller, action, resource, resourcePolicy } = request;
  const simulation: Simulation = {
    request: {
      principal: caller.principal,
      action,
      resource: { resource, accountId: request.owner },
      contextVariables: mutable(renameKeys(request.context)),
    },
    identityPolicies: caller.identityPolicies.map(renamed),
    permissionBoundaryPolicies: caller.boundaries.map(renamed),
    resourcePolicy: resourcePolicy === undefined ? undefined : renamePolicy(resourcePolicy.document),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    additionalSettings: { s3: { blockPublicAccess: request.restrictPublicBuckets } },
  };
  if (simulation.permissionBoundaryPolicies?.length === 0) delete simulation.permissionBoundaryPolicies;
  const outcome = await runSimulation(simulation, {});
  const question = `${action} on '${resource}'`;
  if (outcome.resultType === "error")
    throw new PolicyCheckError(`${question} cannot be evaluated: ${JSON.stringify(outcome.errors)}`);
  if (outcome.resultType === "wildcard") throw new PolicyCheckError(`${question} names no single resource`);
  const ignored = outcome.result.ignoredContextKeys ?? [];
  if (ignored.length > 0)
    throw new PolicyCheckError(`${question}: the evaluator ignores the condition keys ${ignored.join(", ")}`);
  return outcome.result.analysis;
}

function renamed({ name, policy }: NamedPolicy) {
  return { name, policy: renamePolicy(policy) };
}

function mutable(context: RequestContext): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
  );
}
