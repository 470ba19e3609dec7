/** Trust in accounts and organisations. */
import { parseArn } from "../../arn";
import { either, flag, list, optional as mayLack, number, object, type Shape, text } from "../../shape";
import { assertArguments } from "../../validate";
import { environmentWith } from "../policies/environment";
import type { Conditions, Statement } from "../policies/policy-document";
import { type AwsEnvironment, accountRootArn } from "../policies/principals";
import { optional, TRUST_OPTIONS, type TrustOptions, trustStatement } from "./statement";

/** Further conditions on callers of an account. */
export interface AccountTrustOptions extends TrustOptions {
  /**
   * Whether the caller must have given a second factor; with `maxAgeSeconds`, at most so long ago (60 to 129600).
   *
   * Sessions of roles carry no second factor: this is for users, and their `GetSessionToken` sessions.
   *
   * @default false
   */
  readonly mfa?: boolean | { readonly maxAgeSeconds: number };
  /**
   * Secrets shared with a third party, of which the caller must send one: 2 to 1224 letters, digits and `+=,.@:/-_`. They are no passwords;
   * they tell apart on whose behalf the third party acts.
   *
   * @default - none is asked for
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
   */
  readonly externalIds?: readonly string[];
  /**
   * ARNs of roles and users, which may end in `*`; only they may call.
   *
   * @default - everybody in the account whose own policy allows it
   */
  readonly principalArns?: readonly string[];
  /**
   * The caller must belong to this organisation, such as `o-a1b2c3d4e5`.
   *
   * @default - not asked for
   */
  readonly organizationId?: string;
}

const ACCOUNT_OPTIONS: Shape<AccountTrustOptions> = {
  ...TRUST_OPTIONS,
  mfa: mayLack(
    either(
      (value) => typeof value === "boolean",
      flag,
      object({ maxAgeSeconds: number }, "true, false or { maxAgeSeconds }"),
    ),
  ),
  externalIds: mayLack(list(text)),
  principalArns: mayLack(list(text)),
  organizationId: mayLack(text),
};

/** Callers of one account. Each also needs a policy of his own that allows `sts:AssumeRole` on the role. */
export function accountTrust(
  account: Pick<AwsEnvironment, "partition" | "accountId">,
  options: AccountTrustOptions = {},
): Statement {
  assertArguments(
    "accountTrust",
    { account, options },
    { account: environmentWith("partition", "accountId"), options: object(ACCOUNT_OPTIONS) },
  );
  const { mfa = false, externalIds, principalArns, organizationId } = options;
  const conditions: Conditions = {
    ...(mfa === false ? {} : { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    ...(typeof mfa === "object" ? { NumericLessThan: { "aws:MultiFactorAuthAge": mfa.maxAgeSeconds } } : {}),
    ArnLike: optional("aws:PrincipalArn", principalArns),
    StringEquals: {
      ...optional("sts:ExternalId", externalIds),
      ...optional("aws:PrincipalOrgID", organizationId),
    },
  };
  return trustStatement(
    { sid: "TrustAccount", principals: { aws: [accountRootArn(account)] }, conditions },
    options,
  );
}

/** Further conditions on callers of an organisation. */
export interface OrganizationTrustOptions extends TrustOptions {
  /**
   * Paths of organisational units, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*`.
   *
   * @default - the whole organisation
   */
  readonly paths?: readonly string[];
  /**
   * ARNs of roles and users, which may hold wildcards, such as `arn:aws:iam::*:role/deployer`.
   *
   * @default - everybody in the organisation whose own policy allows it
   */
  readonly principalArns?: readonly string[];
}

const ORGANIZATION_OPTIONS: Shape<OrganizationTrustOptions> = {
  ...TRUST_OPTIONS,
  paths: mayLack(list(text)),
  principalArns: mayLack(list(text)),
};

/**
 * Callers of every account of an organisation.
 *
 * The principal is `*`, as AWS has none for an organisation; `aws:PrincipalOrgID` bounds it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
 */
export function organizationTrust(organizationId: string, options: OrganizationTrustOptions = {}): Statement {
  assertArguments(
    "organizationTrust",
    { organizationId, options },
    { organizationId: text, options: object(ORGANIZATION_OPTIONS) },
  );
  return trustStatement(
    {
      sid: "TrustOrganization",
      principals: "*",
      conditions: {
        StringEquals: { "aws:PrincipalOrgID": organizationId },
        // A key with several values, unlike PrincipalOrgID.
        "ForAnyValue:StringLike": optional("aws:PrincipalOrgPaths", options.paths),
        ArnLike: optional("aws:PrincipalArn", options.principalArns),
      },
    },
    options,
  );
}

/** Whether an ARN stands for a whole account. Tokens may stand for its account and partition. */
export function isAccountRoot(principal: string): boolean {
  return (
    /^\d{12}$/.test(principal) ||
    /^arn:.*:iam::.*:root$/.test(principal) ||
    parseArn(principal)?.resource === "root"
  );
}
