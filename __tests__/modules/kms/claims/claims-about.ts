/** Claims that cover every action on a key. */
import {
  type Claim,
  type ClaimContext,
  type ClaimPrincipal,
  claimsAbout,
} from "../../../../presets/common/claims/claim";
import { deletionClaims, MANAGES_KEY } from "../../../../presets/common/claims/key-claims";
import { EVERYTHING, NEVER_DELEGATED, SAMPLE } from "./permissions";

export const ACCOUNT = "111122223333";
/** Named by nothing. */
export const STRANGERS: Readonly<Record<string, ClaimPrincipal>> = {
  "a role without policies": { kind: "role", arn: `arn:aws:iam::${ACCOUNT}:role/stranger` },
  "a third account": { kind: "admin", arn: "arn:aws:iam::777788889999:role/admin" },
};

/**
 * @param by sid of the statement that allows
 * @param of the actions that are judged
 */
export function mayOnly(
  name: string,
  principal: ClaimPrincipal,
  actions: readonly string[],
  resource: string,
  by?: string,
  of: readonly string[] = EVERYTHING,
): readonly Claim[] {
  const { may, mayNotCall } = claimsAbout(name, principal);
  const others = of.filter((action) => !actions.includes(action));
  return [
    ...actions.map((action) => may(`call ${action} on ${resource}`, action, resource, {}, by)),
    ...mayNotCall(others, resource),
  ];
}

/** Nor may they say that AWS asks for it. */
export function strangersMayNotGrant(resource: string, context: ClaimContext): readonly Claim[] {
  return Object.entries(STRANGERS).map(([name, principal]) =>
    claimsAbout(name, principal).mayNot("create a grant for AWS", "kms:CreateGrant", resource, context),
  );
}

/** Nobody whom the table does not name may do any of it. */
export function strangersMayNot(resource: string): readonly Claim[] {
  return Object.entries(STRANGERS).flatMap(([name, principal]) =>
    claimsAbout(name, principal).mayNotCall(SAMPLE, resource),
  );
}

/** The strongest of the account. */
const ACCOUNT_OWNERS: Readonly<Record<string, ClaimPrincipal>> = {
  "the root user": { kind: "root", accountId: ACCOUNT },
  "an administrator of the account": { kind: "admin", arn: `arn:aws:iam::${ACCOUNT}:role/admin` },
};

/** Whatever the key policy names: nobody is locked out. */
export function accountManages(key: string): readonly Claim[] {
  return Object.entries(ACCOUNT_OWNERS).flatMap(([name, principal]) =>
    MANAGES_KEY.map((action) => claimsAbout(name, principal).may(`call ${action}`, action, key, {}, "Root")),
  );
}

/** Nor may they have it deleted sooner than the key says. */
export function accountKeepsDeletionWindow(key: string, days = 30): readonly Claim[] {
  return Object.entries(ACCOUNT_OWNERS).flatMap(([name, principal]) =>
    deletionClaims(claimsAbout(name, principal), key, days),
  );
}

/** Where the key policy keeps uses to itself. */
export function accountMayNotUse(key: string): readonly Claim[] {
  return Object.entries(ACCOUNT_OWNERS).flatMap(([name, principal]) =>
    claimsAbout(name, principal).mayNotCall(NEVER_DELEGATED, key),
  );
}
