/**
 * Grants on a KMS key: they allow and never deny.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
import type { ConditionResult, NearStatement, StatementRef } from "../decision";
import { all, any, type Ternary } from "../logic";
import type { Grant, Principal } from "../question";
import { sessionArn } from "../request/principal";
import type { Request } from "../request/request";
import { isUnknown } from "../unknown";
import { constraintResults } from "./grant-constraints";

/** What grants come to. */
export interface Granted {
  readonly allows: Ternary;
  readonly allowing: readonly StatementRef[];
  readonly near: readonly NearStatement[];
  readonly dependsOn: readonly string[];
}

/** Constraints do not bound these. Source: KMS API Reference, `CreateGrant`, `Constraints`. */
const IN_ANY_CONTEXT: readonly string[] = ["DescribeKey", "RetireGrant"];

interface Part {
  readonly applies: Ternary;
  readonly ref: StatementRef;
  readonly conditions: readonly ConditionResult[];
  readonly open: readonly string[];
}

export function judgeGrants(grants: readonly Grant[], request: Request): Granted {
  const parts = grants.flatMap((grant) => partsOf(grant, request));
  return {
    allows: any(parts.map(({ applies }) => applies)),
    allowing: parts.filter(({ applies }) => applies === true).map(({ ref }) => ref),
    near: parts
      .filter(({ applies, conditions }) => applies !== true && conditions.length > 0)
      .map(({ ref, conditions }) => ({ ...ref, effect: "Allow" as const, conditions })),
    dependsOn: parts.flatMap(({ applies, open }) => (applies === "unknown" ? open : [])),
  };
}

function partsOf(grant: Grant, request: Request): readonly Part[] {
  const { name, operations, grantee, retiring } = grant;
  const operation = request.action.slice("kms:".length);
  const part = (sid: string, index: number, who: Ternary, conditions: readonly ConditionResult[]): Part => ({
    ref: { policy: name, kind: "grant", sid, index },
    applies: all([who, ...conditions.map(({ holds }) => holds)]),
    conditions,
    open: [
      ...(who === "unknown" ? [`which session of '${grantee}' it is`] : []),
      ...conditions.flatMap(({ holds, got, key }) =>
        holds !== "unknown" ? [] : [isUnknown(got) && got.unknown !== "" ? got.unknown : key],
      ),
    ],
  });
  const parts: Part[] = [];
  const isGrantee = isSame(grantee, request.principal);
  if (isGrantee !== false && operations.includes(operation)) {
    if (operation === "CreateGrant")
      parts.push(part("CreateGrant", 2, isGrantee, constraintResults(grant, request.facts, "child")));
    else if (IN_ANY_CONTEXT.includes(operation)) parts.push(part("OperationsInAnyContext", 1, isGrantee, []));
    else parts.push(part("Operations", 0, isGrantee, constraintResults(grant, request.facts, "own")));
  }
  if (operation === "RetireGrant" && retiring !== undefined) {
    const retires = isSame(retiring, request.principal);
    if (retires !== false) parts.push(part("Retire", 3, retires, []));
  }
  return parts;
}

/** Whether a grant names somebody: a user, a role and so its sessions, a session, a service, or the root user of an account. */
function isSame(named: string, principal: Principal): Ternary {
  switch (principal.kind) {
    case "user":
      return named === principal.arn;
    case "role": {
      const { arn, session } = principal;
      if (named === arn) return true;
      if (session !== undefined) return named === sessionArn(arn, session);
      return named.startsWith(sessionArn(arn, "")) ? "unknown" : false;
    }
    case "federatedUser":
      return named === principal.arn || named === principal.userArn;
    case "root":
      return named.endsWith(`:iam::${principal.accountId}:root`);
    case "service":
      return named === principal.name;
    default:
      return false;
  }
}
