/**
 * The one file that knows `@cloud-copilot/iam-simulate`. It is AGPL: a development dependency for tests, never imported by what is
 * published.
 */
import { createHash } from "node:crypto";
import {
  anonymousPrincipal,
  type RequestAnalysis,
  type RunSimulationResults,
  runSimulation,
  type Simulation,
} from "@cloud-copilot/iam-simulate";
import { renameKeys, renamePolicy } from "./encryption-context";
import { type AttachedPolicy, PolicyCheckError } from "./policy-set";
import type { Caller, NamedPolicy } from "./principals";
import type { RequestContext } from "./requests";

export type { RequestAnalysis } from "@cloud-copilot/iam-simulate";

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

/** Answers by question. Variants and mutants of a stack share most of their policies, and one answer takes milliseconds. */
const answers = new Map<string, Promise<RunSimulationResults>>();

function answer(simulation: Simulation): Promise<RunSimulationResults> {
  const question = createHash("sha256").update(JSON.stringify(simulation)).digest("base64");
  const known = answers.get(question) ?? runSimulation(simulation, {});
  answers.set(question, known);
  return known;
}

/** @throws {@link PolicyCheckError} when the evaluator refuses the question, or leaves out a part of it. */
export async function simulate(request: SimulatedRequest): Promise<RequestAnalysis> {
  const { caller, action, resource, resourcePolicy } = request;
  const simulation: Simulation = {
    request: {
      principal: caller.principal ?? anonymousPrincipal,
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
  const outcome = await answer(simulation);
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
