/** What statements look like, for those that come from plain JavaScript. */
import {
  type Check,
  either,
  flag,
  freeMap,
  knownList,
  knownMap,
  list,
  number,
  object,
  optional,
  type Shape,
  text,
  word,
} from "../../shape";
import { shown } from "../../show-value";
import type { Principals, Statement } from "./statement";

const principalLists: Shape<Exclude<Principals, "*">> = {
  aws: optional(list(text)),
  service: optional(list(text)),
  federated: optional(list(text)),
};

const principals: Check = either(
  (value) => value === "*",
  () => [],
  object(principalLists, `"*", or an object of lists`),
);

const conditionValue: Check = (what, value) => {
  if (Array.isArray(value)) return list(text)(what, value);
  if (typeof value === "number") return number(what, value);
  if (typeof value === "boolean") return flag(what, value);
  return typeof value === "string"
    ? text(what, value)
    : [`${what} must be text, a number, a truth value or a list of texts, got ${shown(value)}`];
};

/** Keys may hold tokens, as those of an OIDC provider do. */
const conditionValues: Check = freeMap(conditionValue);

/** Condition operators over their keys. */
export const conditions: Check = knownMap(conditionValues);

/** Findings by code, each with a reason. */
export const acknowledgements: Check = knownMap(text);

const STATEMENT: Shape<Statement> = {
  sid: text,
  effect: optional(word(["Allow", "Deny"])),
  principals: optional(principals),
  actions: optional(list(text)),
  notActions: optional(list(text)),
  resources: optional(list(text)),
  conditions: optional(conditions),
  reason: optional(text),
  acknowledge: optional(acknowledgements),
};

/** One statement. */
export const statement: Check = object(STATEMENT, "a statement");

/** A list of statements; JSON text of a policy is none. */
export const statements: Check = knownList(statement, "a list of statements");

/** What is wrong with the form of statements, one sentence each: to be asked before anything else about them. */
export function formProblems(given: unknown): readonly string[] {
  return statements("statements", given);
}
