/** Requests before the evaluator of this package. */
import { AccessError, decide, type Principal, strayKeys, usualContext } from "../access";
import { parseArn } from "../modules/arn";
import type { ClaimPrincipal, ClaimRequest } from "../presets/common/claims/claim";
import type { Answer } from "./answer";
import { StackTestError } from "./policy";
import { aliasesOf, type Question, questionOf } from "./question";
import type { StackPolicies } from "./stack-policies";

/** What the evaluator of this package says. Keys that the request does not have are absent: a request says all that makes it special. */
export function ownAnswer(policies: StackPolicies, request: ClaimRequest): Answer {
  const { action, resource, context = {} } = request;
  const { resourcePolicy, resourceAccount, identityPolicies, boundaries, grants } = questionOf(
    policies,
    request,
  );
  const stray = strayKeys(action, Object.keys(context));
  if (stray.length > 0) throw new StackTestError(`AWS does not send ${stray.join(", ")} with ${action}`);
  const named = ({ name, policy }: Question["identityPolicies"][number]) => ({ name, document: policy });
  const [boundary] = boundaries.map(named);
  const document = resourcePolicy && named({ name: `the policy of ${resource}`, policy: resourcePolicy });
  const usual = { action, region: policies.region, aliases: aliasesOf(policies, resource), context };
  try {
    const { effect, decidedBy, why, dependsOn } = decide({
      principal: principalOf(request.principal),
      action,
      resource,
      resourceAccount,
      context: usualContext(usual),
      otherKeys: "absent",
      policies: {
        identity: identityPolicies.map(named),
        ...(boundary && { boundary }),
        ...(document && (action.startsWith("sts:") ? { trust: document } : { resource: document })),
      },
      ...(grants && { grants }),
    });
    return {
      allowed: effect === "allowed",
      decidedBy: decidedBy.map(({ kind, policy, sid, index }) =>
        kind === "grant" ? policy : (sid ?? `statement ${index}`),
      ),
      why,
      ...(effect === "unknown" ? { unknown: dependsOn } : {}),
    };
  } catch (cause) {
    if (!(cause instanceof AccessError)) throw cause;
    throw new StackTestError(cause.message, { cause });
  }
}

function principalOf(principal: ClaimPrincipal): Principal {
  switch (principal.kind) {
    case "role":
    case "user":
    case "admin":
    case "powerless": {
      const { arn } = principal;
      return parseArn(arn)?.resource.startsWith("role/") === true
        ? { kind: "role", arn, session: "session" }
        : { kind: "user", arn };
    }
    case "saml":
      return principal.providerArn.includes(":oidc-provider/")
        ? { kind: "webIdentity", provider: principal.providerArn }
        : principal;
    default:
      return principal;
  }
}
