/**
 * Policies as plain data. Modules and presets build {@link Statement}s with pure functions; nothing is turned into
 * text before `renderPolicy`, so every statement can be tested by value and found by its `sid`.
 */
import { ConfigError } from "../../config-error";
import type { Principals, Statement } from "./statement";
import { formProblems } from "./statement-shape";

export type { Conditions, ConditionValues, Principals, Statement } from "./statement";

/** A policy in the shape AWS documents. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** The language version that knows policy variables. Source: IAM User Guide, "Version" element. */
const POLICY_VERSION = "2012-10-17";

/** Brings statements into AWS's shape; keeps the order of statements and of list items. */
export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  const problems = formProblems(statements);
  if (problems.length > 0) throw new ConfigError("policyDocument", problems);
  return documentOf(statements);
}

/** {@link policyDocument} of statements whose form was looked at. */
export function documentOf(statements: readonly Statement[]): PolicyDocument {
  return { Version: POLICY_VERSION, Statement: statements.map(statementDocument) };
}

function statementDocument(statement: Statement): Record<string, unknown> {
  const { sid, effect = "Allow", principals, actions, notActions, resources, conditions } = statement;
  return {
    Sid: sid,
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: principalDocument(principals) }),
    ...(actions === undefined ? {} : { Action: actions }),
    ...(notActions === undefined ? {} : { NotAction: notActions }),
    ...(resources === undefined ? {} : { Resource: resources }),
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}

function principalDocument(principals: Principals): unknown {
  if (principals === "*") return "*";
  const { aws, service, federated } = principals;
  return {
    ...(aws === undefined ? {} : { AWS: aws }),
    ...(service === undefined ? {} : { Service: service }),
    ...(federated === undefined ? {} : { Federated: federated }),
  };
}
