/** What the account asks of every role of a stack. */
import type { RolesConfig } from "../config/roles-schema";
import type { Trust } from "../config/trust-schema";
import { type Claim, claimsAbout } from "./claim";
import { roleTrustClaims } from "./trust-claims";

/** A stack, as far as the ARNs of its roles depend on it. */
interface RolesOfStack {
  readonly config: { readonly roles: RolesConfig };
  readonly stack: string;
  readonly accountId: string;
}

/** ARN of a role of a stack. @param name without that of the stack */
export function stackRoleArn({ config, stack, accountId }: RolesOfStack, name: string): string {
  return `arn:aws:iam::${accountId}:role${config.roles.path}${stack}-${name}`;
}

/** A stack whose roles stand in its configuration under their names. */
type RolesInConfig<Name extends string> = RolesOfStack & {
  readonly config: { readonly [Key in Name]: { readonly trust: readonly Trust[] } };
  readonly otherAccountId: string;
};

/** Who may assume each of the roles, and nobody else. */
export function rolesTrustClaims<Name extends string>(
  subject: RolesInConfig<Name>,
  names: readonly Name[],
): readonly Claim[] {
  const { config, accountId, otherAccountId } = subject;
  return names.flatMap((role) =>
    roleTrustClaims({
      role,
      arn: stackRoleArn(subject, role),
      trusts: config[role].trust,
      accountId,
      otherAccountId,
    }),
  );
}

/** What no boundary for these roles would allow. */
const BEYOND = { "iam:CreateUser": "user/new", "iam:CreateRole": "role/new" } as const;

/**
 * Whatever is attached to it later, an identity stays within the boundary; none where there is no boundary.
 *
 * @param identities ARNs by what the sentences call them
 */
export function boundaryClaims(
  { config, accountId }: RolesOfStack,
  identities: Readonly<Record<string, string>>,
): readonly Claim[] {
  if (config.roles.permissionsBoundary === undefined) return [];
  return Object.entries(identities).flatMap(([name, arn]) => {
    const { mayNot } = claimsAbout(`${name}, whatever is attached to it,`, { kind: "admin", arn });
    return Object.entries(BEYOND).map(([action, resource]) =>
      mayNot(`call ${action}`, action, `arn:aws:iam::${accountId}:${resource}`),
    );
  });
}
