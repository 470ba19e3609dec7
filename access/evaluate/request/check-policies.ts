/** For callers without types: policies, grants and settings that are none get a sentence. */
import { AccessError } from "../access-error";

type Members = Readonly<Record<string, unknown>>;

/** @throws {@link AccessError} */
export function checkPolicies(policies: object): void {
  const { identity, boundary, session, resource, trust, scp, rcp } = policies as Members;
  for (const [name, one] of Object.entries({ boundary, resource, trust }))
    if (one !== undefined) checkPolicy(one, name);
  for (const [name, list] of Object.entries({ identity, session }))
    if (list !== undefined) checkList(list, name);
  for (const [name, levels] of Object.entries({ scp, rcp }))
    if (levels !== undefined)
      for (const level of listOf(levels, `policies.${name}`)) checkList(level, `${name} of a level`);
}

function checkList(list: unknown, name: string): void {
  for (const policy of listOf(list, `policies.${name}`)) checkPolicy(policy, name);
}

/** What the document is, is looked at when it is evaluated. */
function checkPolicy(policy: unknown, name: string): void {
  if (!isObject(policy) || typeof policy.name !== "string")
    throw new AccessError(`policies.${name} holds what is no policy: give { name, document }`);
}

/** @throws {@link AccessError} */
export function checkGrants(grants: unknown): void {
  for (const grant of listOf(grants, "grants")) {
    if (!isObject(grant) || typeof grant.name !== "string" || typeof grant.grantee !== "string")
      throw new AccessError(
        "grants of a question holds what is no grant: give { name, grantee, operations }",
      );
    if (!Array.isArray(grant.operations) || grant.operations.some((each) => typeof each !== "string"))
      throw new AccessError(`operations of grant '${grant.name}' is no list of texts`);
    const { retiring, encryptionContextEquals, encryptionContextSubset } = grant;
    if (retiring !== undefined && typeof retiring !== "string")
      throw new AccessError(`retiring of grant '${grant.name}' is no text`);
    for (const [name, pairs] of Object.entries({ encryptionContextEquals, encryptionContextSubset }))
      if (pairs !== undefined && !isContext(pairs))
        throw new AccessError(`${name} of grant '${grant.name}' is no map of texts`);
  }
}

function isContext(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((each) => typeof each === "string");
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new AccessError(`${name} of a question is no list`);
  return value;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
