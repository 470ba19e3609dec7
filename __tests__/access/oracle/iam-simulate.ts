/**
 * The one file that knows `@cloud-copilot/iam-simulate`, the other evaluator. It is AGPL: a development dependency, held against ours and never imported by
 * what is published.
 */
import {
  anonymousPrincipal,
  type RunSimulationResults,
  runSimulation,
  type Simulation,
} from "@cloud-copilot/iam-simulate";
import { isUnknown, type NamedPolicy, type Principal, type Question } from "../../../access";
import { sessionArn } from "../../../access/evaluate/request/principal";
import { requestOf } from "../../../access/evaluate/request/request";
import { renameKeys, renamePolicy, serviceName } from "./renamed-keys";

/** What the other evaluator says; `undefined` where it refuses the question. */
export type OtherAnswer = "allowed" | "denied" | undefined;

/** Grants are unknown to it: questions that have some are not for it. */
export async function otherAnswer(question: Question): Promise<OtherAnswer> {
  const outcome: RunSimulationResults = await runSimulation(simulationOf(question), {});
  if (outcome.resultType !== "single") return undefined;
  if ((outcome.result.ignoredContextKeys ?? []).length > 0) return undefined;
  return outcome.result.analysis.result === "Allowed" ? "allowed" : "denied";
}

function simulationOf(question: Question): Simulation {
  const { action, resource, policies, bucket } = question;
  const { identity = [], boundary, session = [], scp = [], rcp = [] } = policies;
  const { facts, resourceAccount = "" } = requestOf(question);
  const own = policies.trust ?? policies.resource;
  const isAdmin = question.principal.kind === "root" && identity.length === 0;
  return {
    request: {
      principal: principalOf(question.principal),
      action,
      resource: { resource, accountId: resourceAccount },
      contextVariables: renameKeys(contextOf(facts.given)),
    },
    identityPolicies: (isAdmin ? [EVERYTHING] : identity).map(renamed),
    ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [renamed(boundary)] }),
    ...(session[0] === undefined ? {} : { sessionPolicy: renamed(session[0]).policy }),
    resourcePolicy: own === undefined ? undefined : renamed(own).policy,
    serviceControlPolicies: scp.map((level) => ({ orgIdentifier: "level", policies: level.map(renamed) })),
    resourceControlPolicies: rcp.map((level) => ({ orgIdentifier: "level", policies: level.map(renamed) })),
    additionalSettings: { s3: { blockPublicAccess: bucket?.restrictPublicBuckets === true } },
  } as Simulation;
}

const EVERYTHING: NamedPolicy = {
  name: "root user",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

function renamed({ name, document }: NamedPolicy) {
  return { name, policy: renamePolicy(document) };
}

function contextOf(given: ReturnType<typeof requestOf>["facts"]["given"]): Record<string, string | string[]> {
  return Object.fromEntries(
    given.flatMap(([key, got]) => {
      if (got === undefined || isUnknown(got)) return [];
      return [[key, got.length === 1 ? (got[0] ?? "") : [...got]]];
    }),
  );
}

function principalOf(principal: Principal): string | typeof anonymousPrincipal {
  switch (principal.kind) {
    case "user":
    case "federatedUser":
      return principal.arn;
    case "role":
      return sessionArn(principal.arn, principal.session ?? "session");
    case "root":
      return `arn:aws:iam::${principal.accountId}:root`;
    case "service":
      return serviceName(principal.name);
    case "saml":
      return principal.providerArn;
    case "webIdentity":
      return principal.provider;
    case "anonymous":
      return anonymousPrincipal;
  }
}
