/** Who may assume a role, as plain data. An MFA condition works here only: the sessions of an assumed role carry no MFA. */
import { parseArn } from "../../arn";
import { ConfigError } from "../../config-error";
import { byPartition, type InPartition, PARTITIONS } from "../../partitions";
import {
  type Check,
  list,
  optional as mayLack,
  number,
  object,
  orNothing,
  reason,
  type Shape,
  text,
} from "../../shape";
import { shown } from "../../show-value";
import { isToken } from "../../tokens";
import { assertArguments } from "../../validate";
import { environmentWith } from "../policies/environment";
import type { Conditions, Statement } from "../policies/policy-document";
import { type AwsEnvironment, accountRootArn, accountRootOf, servicePrincipal } from "../policies/principals";
import { isAccountRoot } from "./accounts";
import { optional, TRUST_OPTIONS, type TrustOptions, trustStatement } from "./statement";

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

const SERVICE_OPTIONS: Shape<ServiceTrustOptions> = {
  ...TRUST_OPTIONS,
  sourceAccounts: mayLack(list(text)),
  sourceArns: mayLack(list(text)),
  sourceOrganizationId: mayLack(text),
};

const SERVICE_ARGUMENTS = { service: text, env: environmentWith(), options: object(SERVICE_OPTIONS) };

/** A service of AWS, such as `ec2` for an instance profile. */
export function serviceTrust(
  service: string,
  env: Partial<Omit<AwsEnvironment, "accountId">>,
  options: ServiceTrustOptions = {},
): Statement {
  assertArguments("serviceTrust", { service, env, options }, SERVICE_ARGUMENTS);
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
  assertArguments(
    "accountWithMfaTrust",
    { env, maxAgeSeconds },
    { env: environmentWith("partition", "accountId"), maxAgeSeconds: orNothing(number) },
  );
  const age: Conditions =
    maxAgeSeconds === undefined ? {} : { NumericLessThan: { "aws:MultiFactorAuthAge": maxAgeSeconds } };
  return {
    sid: "TrustAccountWithMfa",
    principals: { aws: [accountRootArn(env)] },
    actions: ["sts:AssumeRole"],
    conditions: { Bool: { "aws:MultiFactorAuthPresent": "true" }, ...age },
  };
}

/** Of a pattern, the account has to be seen: it becomes the principal. */
const principal: Check = (what, value) => {
  const problems = text(what, value);
  if (problems.length > 0 || !String(value).endsWith("*") || accountRootOf(String(value)) !== undefined)
    return problems;
  return [
    `${what} must show its account where it ends in '*', as arn:aws:iam::<account>:role/<name>* does, got ${shown(value)}`,
  ];
};

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
  options: { /** Why an account's root may be among them. */ readonly wholeAccount?: string } = {},
): readonly Statement[] {
  assertArguments(
    "principalsTrust",
    { arns, options },
    { arns: list(principal), options: object<typeof options>({ wholeAccount: mayLack(reason) }) },
  );
  const { wholeAccount } = options;
  const exact = arns.filter((one) => !one.endsWith("*"));
  const patterns = arns.filter((one) => one.endsWith("*"));
  const statements: Statement[] = [];
  const meant = exact.some(isAccountRoot) ? wholeAccount : undefined;
  if (exact.length > 0)
    statements.push({
      sid: "TrustPrincipals",
      principals: { aws: exact },
      actions: ["sts:AssumeRole"],
      ...(meant === undefined ? {} : { acknowledge: { "whole-account": meant } }),
    });
  if (patterns.length > 0)
    statements.push({
      sid: "TrustPermissionSets",
      principals: { aws: [...new Set(patterns.map(accountRootOf).filter((root) => root !== undefined))] },
      actions: ["sts:AssumeRole"],
      conditions: { ArnLike: { "aws:PrincipalArn": patterns } },
    });
  return statements;
}

/** Whose answers of a SAML provider count. */
export interface SamlTrustOptions extends TrustOptions {
  /**
   * Where the provider sends its answer, of which one must be equal, such as `https://eu-central-1.signin.aws.amazon.com/saml` for a sign-in page of a
   * region.
   *
   * @default - the sign-in page of the partition
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
   */
  readonly audiences?: readonly string[];
}

const SAML_OPTIONS: Shape<SamlTrustOptions> = { ...TRUST_OPTIONS, audiences: mayLack(list(text)) };

/**
 * People who sign in through a SAML provider of the account. The second factor is that provider's business.
 *
 * @param env where the providers are; it counts where an ARN is known to Terraform only
 * @throws {@link ConfigError} when neither says in which partition a provider is
 */
export function samlTrust(
  providerArns: readonly string[],
  env: InPartition = {},
  options: SamlTrustOptions = {},
): Statement {
  assertArguments(
    "samlTrust",
    { providerArns, env, options },
    { providerArns: list(text), env: environmentWith(), options: object(SAML_OPTIONS) },
  );
  const audiences = options.audiences ?? [...new Set(providerArns.flatMap((arn) => signInPages(arn, env)))];
  return trustStatement(
    {
      sid: "TrustSamlProvider",
      principals: { federated: providerArns },
      actions: ["sts:AssumeRoleWithSAML"],
      conditions: { StringEquals: { "SAML:aud": audiences } },
    },
    options,
  );
}

/** Where a browser sends the SAML answer. */
function signInPages(providerArn: string, env: InPartition): readonly string[] {
  const partition = parseArn(providerArn)?.partition ?? env.partition;
  const known = partition === undefined ? undefined : PARTITIONS[partition]?.signInDomains;
  const others = Object.entries(PARTITIONS).filter(([name]) => name !== "aws");
  const [commercial = ""] = PARTITIONS.aws?.signInDomains ?? [];
  const chosen = isToken(partition)
    ? byPartition(
        env,
        Object.fromEntries(others.map(([name, traits]) => [name, traits.signInDomains.at(-1) ?? ""])),
        commercial,
      )
    : undefined;
  const domains = known ?? (chosen === undefined ? [] : [chosen]);
  if (domains.length === 0)
    throw new ConfigError("samlTrust", [
      `the sign-in page of ${shown(partition ?? "an unknown partition")} is not known: pass audiences, or the environment of the provider`,
    ]);
  return domains.map((domain) => `https://${domain}/saml`);
}
