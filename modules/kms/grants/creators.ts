/** Whether a key policy lets anybody create a grant. Only what is certain counts: what Terraform alone knows may well fit. */
import { type Condition, conditionList } from "../../iam/policies/conditions";
import type { Statement } from "../../iam/policies/policy-document";
import { isToken } from "../../tokens";
import { GRANT_ACTION } from "../actions";
import type { GrantOperation } from "../grant-operations";
import { matchesPattern } from "../patterns";

/** What KMS judges a grant by. */
export interface WantedGrant {
  readonly granteePrincipal: string;
  readonly operations: readonly GrantOperation[];
  readonly retiringPrincipal?: string;
  readonly encryptionContextEquals?: object;
  readonly encryptionContextSubset?: object;
}

/**
 * Says what is wrong where nobody may create the grant: neither somebody whom the policy names, nor the account's identities by policies of their own.
 * Whoever deploys has to be among them; who that is cannot be known here.
 */
export function creationProblem(policy: readonly Statement[], grant: WantedGrant): string | undefined {
  const aimed = policy.filter(coversCreation).filter(({ conditions }) => mayHold(conditions, grant));
  const allowed = aimed.filter(({ effect }) => effect !== "Deny").filter(namesSomebody);
  const denied = aimed.some(
    ({ effect, principals, conditions }) =>
      effect === "Deny" && principals === "*" && conditions === undefined,
  );
  if (allowed.length > 0 && !denied) return undefined;
  const what = [
    `${grant.operations.join(", ")} to ${grant.granteePrincipal}`,
    ...(grant.retiringPrincipal === undefined ? [] : [`retired by ${grant.retiringPrincipal}`]),
  ].join(", ");
  return `nobody may create this grant (${what}): the key policy lets nobody call ${GRANT_ACTION} for it; name who deploys in grantAdministrators of the key`;
}

function coversCreation({ actions, notActions }: Statement): boolean {
  const matches = (pattern: string) => matchesPattern(pattern.toLowerCase(), GRANT_ACTION.toLowerCase());
  return notActions === undefined ? (actions ?? []).some(matches) : !notActions.some(matches);
}

/** A service of AWS creates grants of its own, not those that Terraform declares. */
function namesSomebody({ principals }: Statement): boolean {
  return principals === "*" || (principals?.aws ?? []).length > 0;
}

function mayHold(conditions: Statement["conditions"], grant: WantedGrant): boolean {
  return conditionList(conditions).every((condition) => conditionMayHold(condition, grant));
}

/** Keys that a call of Terraform never has. */
const ABSENT = [
  "kms:grantconstraintsourcearn",
  "kms:granteeserviceprincipal",
  "kms:retiringserviceprincipal",
  "kms:viaservice",
];

/** What the request has for a condition key: no value where it has no such key, `undefined` where that cannot be known. */
function valuesOf(key: string, grant: WantedGrant): readonly string[] | undefined {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = grant;
  switch (key.toLowerCase()) {
    case "kms:grantoperations":
      return grant.operations;
    case "kms:granteeprincipal":
      return [grant.granteePrincipal];
    case "kms:retiringprincipal":
      return grant.retiringPrincipal === undefined ? [] : [grant.retiringPrincipal];
    case "kms:grantconstrainttype":
      return [
        ...(equals === undefined ? [] : ["EncryptionContextEquals"]),
        ...(subset === undefined ? [] : ["EncryptionContextSubset"]),
      ];
    case "kms:grantisforawsresource":
      return ["false"];
    default:
      return ABSENT.includes(key.toLowerCase()) ? [] : undefined;
  }
}

function conditionMayHold({ base, set, ifExists, key, values }: Condition, grant: WantedGrant): boolean {
  const has = valuesOf(key, grant);
  if (has === undefined || [...has, ...values].some(isToken)) return true;
  if (base === "Null") return values.includes(String(has.length === 0));
  if (has.length === 0) return ifExists || set?.toLowerCase() === "forallvalues" || /Not/.test(base);
  const fits = (value: string) => values.some((pattern) => valueFits(base, pattern, value));
  const wanted = /Not/.test(base) ? (value: string) => !fits(value) : fits;
  return set?.toLowerCase() === "forallvalues" ? has.every(wanted) : has.some(wanted);
}

function valueFits(base: string, pattern: string, value: string): boolean {
  if (/IgnoreCase$/.test(base)) return pattern.toLowerCase() === value.toLowerCase();
  // ArnEquals takes patterns, too.
  if (/Like$|^Arn/.test(base)) return matchesPattern(pattern, value);
  return pattern.toLowerCase() === "true" || pattern.toLowerCase() === "false"
    ? pattern.toLowerCase() === value
    : pattern === value;
}
