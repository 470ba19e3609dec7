/** Policies in AWS's own shape, as {@link Statement}s. */
import { isToken, replaceTokens } from "../../tokens";
import type { Conditions, PolicyDocument, Principals, Statement } from "./policy-document";

/** Statements with what could not be understood. */
export interface ParsedPolicy {
  readonly statements: readonly Statement[];
  readonly problems: readonly string[];
}

const KNOWN = ["Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "Condition"];
const PRINCIPAL_TYPES = { AWS: "aws", Service: "service", Federated: "federated" } as const;

/**
 * Reads a policy document, as an object or as JSON text. A sid loses everything but letters and digits, as `Enable IAM User Permissions` of KMS's
 * default policy does; a statement without one gets `Statement<n>`.
 */
export function parsePolicy(policy: PolicyDocument | string): ParsedPolicy {
  const document = typeof policy === "string" ? parseJson(policy) : policy;
  const list = isObject(document) ? [document.Statement ?? []].flat() : undefined;
  if (list === undefined) return { statements: [], problems: ["policy must be JSON of a policy document"] };
  const parsed = list.map(parseStatement);
  return {
    statements: parsed.flatMap(({ statements }) => statements),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

function parseStatement(raw: unknown, index: number): ParsedPolicy {
  const where = `statement ${index + 1} of the policy`;
  if (!isObject(raw)) return { statements: [], problems: [`${where} must be an object`] };
  const unknown = Object.keys(raw).filter((element) => !KNOWN.includes(element));
  const principals = raw.Principal === undefined ? undefined : parsePrincipals(raw.Principal);
  const problems = unknown.map((element) => `${where} has the element ${element}, which is not supported`);
  if (raw.Principal !== undefined && principals === undefined)
    problems.push(`${where} has a principal of unknown type`);
  if (raw.Effect !== "Allow" && raw.Effect !== "Deny")
    problems.push(`${where} must have the effect Allow or Deny`);
  if (isToken(raw.Sid)) problems.push(`${where} must have a Sid that is known when the program runs`);
  const sid = replaceTokens(String(raw.Sid ?? ""), "").replaceAll(/[^A-Za-z0-9]/g, "");
  const statement: Statement = {
    sid: sid === "" ? `Statement${index + 1}` : sid,
    ...(raw.Effect === "Deny" ? { effect: "Deny" as const } : {}),
    ...(principals === undefined ? {} : { principals }),
    ...(raw.Action === undefined ? {} : { actions: strings(raw.Action) }),
    ...(raw.NotAction === undefined ? {} : { notActions: strings(raw.NotAction) }),
    ...(raw.Resource === undefined ? {} : { resources: strings(raw.Resource) }),
    ...(raw.Condition === undefined ? {} : { conditions: raw.Condition as Conditions }),
  };
  return { statements: [statement], problems };
}

function parsePrincipals(raw: unknown): Principals | undefined {
  if (raw === "*") return "*";
  if (!isObject(raw)) return undefined;
  const types = Object.keys(raw);
  if (!types.every((type) => Object.hasOwn(PRINCIPAL_TYPES, type))) return undefined;
  return Object.fromEntries(
    types.map((type) => [PRINCIPAL_TYPES[type as keyof typeof PRINCIPAL_TYPES], strings(raw[type])]),
  );
}

function strings(value: unknown): readonly string[] {
  return [value].flat().map(String);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
