/** How a statement of a resource's policy comes to somebody, which decides what else must allow. */
import { parseArn } from "../../../modules/arn";
import type { CompiledStatement, Who } from "../compiled";
import { any, type Ternary } from "../logic";
import { globMatches, referenceIn } from "../matching/glob";
import type { Principal } from "../question";
import { friendlyName, principalAccount, sessionArn } from "../request/principal";
import type { Request } from "../request/request";

/**
 * `direct`: names him, or everybody. `bounded`: names his role, or the user whose session he is, so that boundary and session policy count. `account`: leaves it
 * to his account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Reach = "direct" | "bounded" | "account";

export interface Reached {
  readonly direct: Ternary;
  readonly bounded: Ternary;
  readonly account: Ternary;
  /** What an unknown depends on. */
  readonly open: readonly string[];
}

export function reachOf(
  who: Who,
  { principal, hasBoundary }: Pick<Request, "principal" | "hasBoundary">,
  effect: CompiledStatement["effect"],
): Reached {
  if (!who.not) return those(who, principal);
  const others = exceptThose(who, principal);
  return hasBoundary && effect === "Deny" ? despiteBoundary(others, principal) : others;
}

/**
 * A Deny with NotPrincipal denies every user and role that has a permissions boundary, whomever it names. Of the federated session of such a user the pages say
 * nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function despiteBoundary(others: Reached, principal: Principal): Reached {
  if (principal.kind !== "federatedUser") return EVERYBODY;
  if (others.direct === true) return others;
  const open = "whether NotPrincipal spares the session of a user who has a permissions boundary";
  return { ...NONE, direct: "unknown", open: [...others.open, open] };
}

const NONE: Reached = { direct: false, bounded: false, account: false, open: [] };
const EVERYBODY: Reached = { ...NONE, direct: true };

function those(who: Who, principal: Principal): Reached {
  if (who.everybody) return EVERYBODY;
  if (who.everybodyOfAws) {
    if (principal.kind === "service" && !who.service.includes(principal.name))
      return { ...NONE, direct: "unknown", open: ['whether {"AWS": "*"} is about services of AWS'] };
    return EVERYBODY;
  }
  const own = namedBy(who, principal);
  const open = [...own.open];
  const account = principalAccount(principal);
  const canonical = who.canonical.length > 0 && account !== undefined;
  if (canonical) open.push(`whose the canonical user id ${who.canonical.join(", ")} is`);
  return canonical && own.account === false ? { ...own, account: "unknown", open } : { ...own, open };
}

/** Each kind of principal by the names that it goes under. */
function namedBy(who: Who, principal: Principal): Reached {
  const open: string[] = [];
  const names = (list: readonly string[], wanted: string): Ternary =>
    any(
      list.map((each) => {
        const matched =
          each === wanted ? true : referenceIn(each) === undefined ? false : globMatches(each, wanted);
        if (matched === "unknown") open.push(referenceIn(each) ?? each);
        return matched;
      }),
    );
  const ofAccount = (account: string, partition: string) =>
    any([
      names(who.aws, account),
      names(who.aws.filter(isReference), `arn:${partition}:iam::${account}:root`),
    ]);
  switch (principal.kind) {
    case "user": {
      const { account = "", partition = "" } = parseArn(principal.arn) ?? {};
      const direct = names(who.aws, principal.arn);
      return { direct, bounded: false, account: ofAccount(account, partition), open };
    }
    case "role": {
      const { account = "", partition = "" } = parseArn(principal.arn) ?? {};
      const direct = ofSession(who, principal, open);
      const bounded = names(who.aws, principal.arn);
      return { direct, bounded, account: ofAccount(account, partition), open };
    }
    case "federatedUser": {
      const { account = "", partition = "" } = parseArn(principal.userArn) ?? {};
      const bounded = names(who.aws, principal.userArn);
      return { direct: names(who.aws, principal.arn), bounded, account: ofAccount(account, partition), open };
    }
    case "root":
      return { ...NONE, direct: ofAccount(principal.accountId, "aws"), open };
    case "service":
      return { ...NONE, direct: names(who.service, principal.name), open };
    case "saml":
      return { ...NONE, direct: names(who.federated, principal.providerArn), open };
    case "webIdentity":
      return { ...NONE, direct: names(who.federated, principal.provider), open };
    case "anonymous":
      return NONE;
  }
}

function isReference(text: string): boolean {
  return referenceIn(text) !== undefined;
}

/** A session by its own ARN, which has the role's name without its path. */
function ofSession(
  { aws }: Who,
  { arn, session }: Extract<Principal, { kind: "role" }>,
  open: string[],
): Ternary {
  if (session !== undefined) return aws.includes(sessionArn(arn, session));
  const start = sessionArn(arn, "");
  if (!aws.some((each) => each.startsWith(start))) return false;
  open.push(`the name of the session of '${friendlyName(arn)}'`);
  return "unknown";
}

/**
 * Everybody but those. AWS looks at the account, the role and the session one after the other, and leaves open which of them must be named: only who is named
 * with all of them, or with none, is sure.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function exceptThose(who: Who, principal: Principal): Reached {
  const named = those({ ...who, not: false }, principal);
  if (named.direct === true && who.everybody) return NONE;
  const levels: readonly Ternary[] =
    principal.kind === "user"
      ? [named.direct, named.account]
      : principal.kind === "role" || principal.kind === "federatedUser"
        ? [named.direct, named.bounded, named.account]
        : [named.direct];
  if (levels.every((each) => each === true)) return NONE;
  if (levels.every((each) => each === false)) return EVERYBODY;
  return { ...NONE, direct: "unknown", open: [...named.open, "whom NotPrincipal names in part"] };
}
