/** Who makes a request, with the policies that are his own. */
import type { NamedPolicy, Principal } from "../../access";
import { parseArn } from "../../modules/arn";
import type { ClaimPrincipal } from "../../presets/common/claims/claim";
import { type AttachedPolicy, PolicyCheckError, type PolicySet, policiesOf } from "./policy-set";

export interface Caller {
  readonly principal: Principal;
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
}

/** What AWS's own `AdministratorAccess` says. */
const ADMINISTRATOR_ACCESS: NamedPolicy = {
  name: "AdministratorAccess",
  document: {
    Version: "2012-10-17",
    Statement: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
  },
};

/** @throws {@link PolicyCheckError} when the principal should be in the stack and is not */
export function callerOf(set: PolicySet, principal: ClaimPrincipal): Caller {
  switch (principal.kind) {
    case "role":
    case "user":
      return { principal: person(principal.arn), ...ofStack(set, principal.arn) };
    case "admin":
      // Whatever is attached to a role, its boundary holds.
      return {
        principal: person(principal.arn),
        identity: [ADMINISTRATOR_ACCESS],
        ...boundaryOf(set, principal.arn),
      };
    case "powerless":
      return { principal: person(principal.arn), identity: [] };
    case "root":
      return { principal, identity: [] };
    case "service":
    case "anonymous":
      return { principal, identity: [] };
    case "saml": {
      const { providerArn } = principal;
      return {
        principal: providerArn.includes(":oidc-provider/")
          ? { kind: "webIdentity", provider: providerArn }
          : principal,
        identity: [],
      };
    }
  }
}

function ofStack(set: PolicySet, arn: string): Omit<Caller, "principal"> {
  if (!set.identities.includes(arn)) throw new PolicyCheckError(`'${arn}' is not in the stack`);
  return { identity: policiesOf(set, "identity", arn).map(named), ...boundaryOf(set, arn) };
}

function boundaryOf(set: PolicySet, arn: string): Pick<Caller, "boundary"> {
  const [boundary] = policiesOf(set, "boundary", arn);
  return boundary === undefined ? {} : { boundary: named(boundary) };
}

export function named({ address, document }: AttachedPolicy): NamedPolicy {
  return { name: address, document };
}

/** A session of a role, or a user with his long-term access key. */
function person(arn: string): Principal {
  return parseArn(arn)?.resource.startsWith("role/") === true
    ? { kind: "role", arn, session: "session" }
    : { kind: "user", arn };
}
