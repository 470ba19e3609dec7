/** For callers without types: a question that is none gets a sentence, not a TypeError. */
import { AccessError } from "../access-error";
import type { Principal, Question } from "../question";
import { checkGrants, checkPolicies } from "./check-policies";

/** What each kind of principal is told by. */
const PRINCIPALS: Readonly<Record<Principal["kind"], readonly string[]>> = {
  user: ["arn"],
  role: ["arn"],
  federatedUser: ["arn", "userArn"],
  root: ["accountId"],
  service: ["name"],
  saml: ["providerArn"],
  webIdentity: ["provider"],
  anonymous: [],
};

/** @throws {@link AccessError} */
export function checkQuestion(question: Question): void {
  if (!isObject(question))
    throw new AccessError("a question is an object of principal, action, resource and policies");
  const { principal, action, resource, policies, context, otherKeys, grants } = question as Partial<Question>;
  for (const [name, value] of Object.entries({ action, resource }))
    if (typeof value !== "string") throw new AccessError(`${name} of a question is no text`);
  if (!isObject(policies))
    throw new AccessError("policies of a question is no object: give {} where there are none");
  if (context !== undefined && !isObject(context))
    throw new AccessError("context of a question is no object");
  if (otherKeys !== undefined && otherKeys !== "unknown" && otherKeys !== "absent")
    throw new AccessError(`otherKeys is ${JSON.stringify(otherKeys)}: write "unknown" or "absent"`);
  checkPrincipal(principal);
  checkPolicies(policies);
  if (grants !== undefined) checkGrants(grants);
}

function checkPrincipal(principal: unknown): void {
  const { kind, ...rest } = (isObject(principal) ? principal : {}) as Readonly<Record<string, unknown>>;
  const known = Object.entries(PRINCIPALS).find(([name]) => name === kind);
  if (known === undefined)
    throw new AccessError(
      `principal of a question has no kind that is one of ${Object.keys(PRINCIPALS).join(", ")}`,
    );
  const missing = known[1].find((name) => typeof rest[name] !== "string");
  if (missing !== undefined) throw new AccessError(`principal of kind ${known[0]} has no ${missing}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
