/** What a preset promises about its permissions, as data. `tools/policy-check` evaluates the promises; nothing here runs. */

/** Who makes a request. */
export type ClaimPrincipal =
  /** A session of a role of the stack. */
  | { readonly kind: "role"; readonly arn: string }
  /** A user of the stack, with his long-term access key. */
  | { readonly kind: "user"; readonly arn: string }
  /** A user, or a session of a role, outside the stack whose own policies allow everything: the strongest an account has. */
  | { readonly kind: "admin"; readonly arn: string }
  /** The same whose own policies allow nothing. */
  | { readonly kind: "powerless"; readonly arn: string }
  /** The root user of an account. */
  | { readonly kind: "root"; readonly accountId: string }
  /** A service of AWS, such as `ec2.amazonaws.com`. */
  | { readonly kind: "service"; readonly name: string }
  /** Somebody whom a SAML provider vouches for. */
  | { readonly kind: "saml"; readonly providerArn: string }
  /** A request without a signature. */
  | { readonly kind: "anonymous" };

/** Condition keys and their values. An empty list is a multi-valued key without values; `null` is a key that the request lacks. */
export type ClaimContext = Readonly<Record<string, string | readonly string[] | null>>;

/** Principal × action × resource × context. */
export interface ClaimRequest {
  readonly principal: ClaimPrincipal;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /**
   * What makes this request special.
   *
   * @default - only what every request of this kind carries: TLS 1.3, the caller's account, the key's aliases, and the like
   */
  readonly context?: ClaimContext;
}

/** A request and its outcome. */
export interface Claim extends ClaimRequest {
  /** The promise in one plain sentence, unique in its table. */
  readonly says: string;
  readonly expect: "allowed" | "denied";
  /**
   * Sid of the statement that decides. For a refusal, the statement that denies it.
   *
   * @default - whichever it is; for a refusal mostly none, as nothing allows the request
   */
  readonly by?: string;
}

/** Shorthand for the claims about one principal. */
export interface ClaimsAbout {
  /** @param what completes "<name> may …" */
  may(what: string, action: string, resource: string, context?: ClaimContext, by?: string): Claim;
  /** @param what completes "<name> may not …" */
  mayNot(what: string, action: string, resource: string, context?: ClaimContext, by?: string): Claim;
  /** One refusal for each action. */
  mayNotCall(actions: readonly string[], resource: string, context?: ClaimContext): readonly Claim[];
}

/** @param name how the sentences call the principal, such as "the writer" */
export function claimsAbout(name: string, principal: ClaimPrincipal): ClaimsAbout {
  const claim =
    (expect: Claim["expect"], verb: string): ClaimsAbout["may"] =>
    (what, action, resource, context = {}, by) => ({
      says: `${name} ${verb} ${what}`,
      principal,
      action,
      resource,
      context,
      expect,
      ...(by === undefined ? {} : { by }),
    });
  const mayNot = claim("denied", "may not");
  return {
    may: claim("allowed", "may"),
    mayNot,
    mayNotCall: (actions, resource, context) =>
      actions.map((action) => mayNot(`call ${action} on ${resource}`, action, resource, context)),
  };
}

/** Changes to policies that no claim notices, although the tables are held against a change of every part of them. */
export interface Unnoticed {
  /** Ids of mutants, as `tools/policy-check` names them; `*` at the end stands for any rest. */
  readonly mutants: readonly [string, ...string[]];
  readonly why: string;
}
