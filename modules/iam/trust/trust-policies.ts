/** Who may assume a role, as plain data. An MFA condition works here only: the sessions of an assumed role carry no MFA. */
import { parseArn } from "../../arn";
import type { Conditions, Statement } from "../policies/policy-document";
import { type AwsEnvironment, accountRootArn, servicePrincipal } from "../policies/principals";
import { isAccountRoot } from "./accounts";
import { optional, type TrustOptions, trustStatement } from "./statement";

/** For whom a service may act. */
export interface ServiceTrustOptions extends TrustOptions {
  /**
   * Accounts on whose behalf the service may act; without it, somebody else's resource may make the service act here.
   *
   * @default - not asked for; EC2, for one, sends none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
   */
  readonly sourceAccounts?: readonly string[];
  /**
   * ARNs of resources on whose behalf the service may act; they may hold wildcards.
   *
   * @default - not asked for
   */
  readonly sourceArns?: readonly string[];
  /**
   * The organisation on whose behalf the service may act, such as `o-a1b2c3d4e5`.
   *
   * @default - not asked for
   */
  readonly sourceOrganizationId?: string;
}

/** A service of AWS, such as `ec2` for an instance profile. */
export function serviceTrust(
  service: string,
  env: Pick<AwsEnvironment, "dnsSuffix">,
  options: ServiceTrustOptions = {},
): Statement {
  const { sourceAccounts, sourceArns, sourceOrganizationId } = options;
  return trustStatement(
    {
      sid: "TrustService",
      principals: { service: [servicePrincipal(service, env)] },
      conditions: {
        StringEquals: {
          ...optional("aws:SourceAccount", sourceAccounts),
          ...optional("aws:SourceOrgID", sourceOrganizationId),
        },
        ArnLike: optional("aws:SourceArn", sourceArns),
      },
    },
    options,
  );
}

/**
 * Users of the account who gave a second factor. Each user also needs a policy of his own that allows `sts:AssumeRole` on the role.
 *
 * `Bool` without `IfExists` is deliberate: long-term access keys send no such key, and must not match.
 *
 * @param maxAgeSeconds how long ago that may be, see `MFA_AGE_SECONDS`; without it, as long as the session lasts
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function accountWithMfaTrust(
  env: Pick<AwsEnvironment, "partition" | "accountId">,
  maxAgeSeconds?: number,
): Statement {
  const age: Conditions =
    maxAgeSeconds === undefined ? {} : { NumericLessThan: { "aws:MultiFactorAuthAge": maxAgeSeconds } };
  return {
    sid: "TrustAccountWithMfa",
    principals: { aws: [accountRootArn(env)] },
    actions: ["sts:AssumeRole"],
    conditions: { Bool: { "aws:MultiFactorAuthPresent": "true" }, ...age },
  };
}

/**
 * Roles and users by ARN.
 *
 * IAM Identity Center gives its roles a suffix that changes when a permission set is assigned anew, and IAM forgets a deleted principal.
 * Such an ARN ends in `*`; it becomes a condition on `aws:PrincipalArn`, with the account as principal, and so survives.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function principalsTrust(
  arns: readonly string[],
  { wholeAccount }: { /** Why an account's root may be among them. */ readonly wholeAccount?: string } = {},
): readonly Statement[] {
  const exact = arns.filter((arn) => !arn.endsWith("*"));
  const patterns = arns.filter((arn) => arn.endsWith("*"));
  const statements: Statement[] = [];
  const reason = exact.some(isAccountRoot) ? wholeAccount : undefined;
  if (exact.length > 0)
    statements.push({
      sid: "TrustPrincipals",
      principals: { aws: exact },
      actions: ["sts:AssumeRole"],
      ...(reason === undefined ? {} : { acknowledge: { "whole-account": reason } }),
    });
  if (patterns.length > 0)
    statements.push({
      sid: "TrustPermissionSets",
      principals: { aws: [...new Set(patterns.map(accountRootOf))] },
      actions: ["sts:AssumeRole"],
      conditions: { ArnLike: { "aws:PrincipalArn": patterns } },
    });
  return statements;
}

/** Where a browser sends the SAML answer, by partition. Source: IAM User Guide, "Configure SAML assertions" and the GovCloud and China guides. */
const SAML_AUDIENCE: Readonly<Record<string, string>> = {
  aws: "https://signin.aws.amazon.com/saml",
  "aws-cn": "https://signin.amazonaws.cn/saml",
  "aws-us-gov": "https://signin.amazonaws-us-gov.com/saml",
};

/** People who sign in through a SAML provider of the account. The second factor is that provider's business. */
export function samlTrust(providerArns: readonly string[]): Statement {
  const audiences = providerArns.map((arn) => SAML_AUDIENCE[parseArn(arn)?.partition ?? "aws"]);
  return {
    sid: "TrustSamlProvider",
    principals: { federated: providerArns },
    actions: ["sts:AssumeRoleWithSAML"],
    conditions: {
      StringEquals: { "SAML:aud": [...new Set(audiences.filter((audience) => audience !== undefined))] },
    },
  };
}

function accountRootOf(arn: string): string {
  const { partition = "", account = "" } = parseArn(arn) ?? {};
  return accountRootArn({ partition, accountId: account });
}
