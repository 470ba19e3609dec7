/** What the grant methods of keys take. */
import type { Role, User } from "../../iam";
import { type Check, flag, isObject, object, optional, orNothing, type Shape, text } from "../../shape";
import { shown } from "../../show-value";
import { assertArguments } from "../../validate";
import type { UseConditions } from "../policy/conditions";
import { audienceName, USE } from "../policy/policy-shape";

/** Who gets a permission: a role or user of this app, or anybody by ARN. */
export type Grantee = Role | User | { readonly arn: string };

/** How a permission is narrowed. */
export interface GrantOptions extends UseConditions {
  /**
   * Binds the permission to whatever key of account and region carries this alias, so that it moves with the alias. Only for what makes new
   * things (encrypt, sign, generate a MAC): to open or verify what is old needs the old key.
   *
   * @default - this key, whatever its aliases
   */
  readonly alias?: string;
  /**
   * Whether the principal is in another account than the key.
   *
   * @default - as the ARNs say, where both are known; else the same account
   */
  readonly crossAccount?: boolean;
  /**
   * Names a principal of another account by a condition on `aws:PrincipalArn`, with its account as the principal: it need not be there yet, and may be made anew.
   * Its own policy has to allow the use as well, as it always has in another account.
   *
   * @default false
   */
  readonly byName?: boolean;
}

const GRANT_OPTIONS: Shape<GrantOptions> = {
  ...USE,
  alias: optional(text),
  crossAccount: optional(flag),
  byName: optional(flag),
};

/** A role or user of the app, or an ARN. */
export const aGrantee: Check = (what, value) => {
  const given: Readonly<Record<string, unknown>> = isObject(value) ? { ...value } : {};
  const node = isObject(value) && "node" in value && isObject(value.node);
  if ("arn" in given && !node) return object({ arn: text })(what, value);
  const isHolder = (["role", "user"] as const).some((kind) =>
    [given[`${kind}Arn`], given[`${kind}Name`]].every((one) => typeof one === "string"),
  );
  return node && isHolder ? [] : [`${what} must be a Role or a User, or { arn }, got ${shown(value)}`];
};

/** For callers without types. @throws {@link ConfigError} when a grant is not what it should look like */
export function assertGrant(path: string, audience: unknown, grantee: unknown, options: unknown): void {
  assertArguments(
    path,
    { audience, grantee, options },
    { audience: audienceName, grantee: aGrantee, options: orNothing(object(GRANT_OPTIONS)) },
  );
}
