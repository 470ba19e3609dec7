/** Who may become what. MFA counts here and nowhere else: the session of an assumed role carries none. */

import type { Trust } from "../config/trust-schema";
import { type Claim, type ClaimContext, type ClaimPrincipal, claimsAbout } from "./claim";

const SAML_AUDIENCE = "https://signin.aws.amazon.com/saml";
/** What AWS puts in place of the star of a permission set. */
const FILLED = "0123456789abcdef";
const COMMON_NAME = "aws:PrincipalTag/x509Subject/CN";

/** A role of a stack, and whom its configuration trusts. */
export interface TrustedRole {
  /** How the sentences call it, such as "writer". */
  readonly role: string;
  readonly arn: string;
  readonly trusts: readonly Trust[];
  readonly accountId: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

/** Everybody that the configuration names may assume the role, and nobody else. */
export function roleTrustClaims(role: TrustedRole): readonly Claim[] {
  return [...role.trusts.flatMap((trust) => trusted(role, trust)), ...untrusted(role)];
}

/** Each principal that a trust names may assume the role, and do nothing else with it, such as choose session tags. */
function trusted({ role, arn, accountId }: TrustedRole, trust: Trust): readonly Claim[] {
  return namedBy(accountId, trust).flatMap(
    ({ name, principal, by, context = {}, action = "sts:AssumeRole" }) => {
      const { may, mayNot } = claimsAbout(name, principal);
      const become = may(`become the ${role}`, action, arn, context, by);
      // Roles Anywhere always sends tags and a source identity, which it makes from the certificate.
      if (trust.type === "rolesAnywhere")
        return [
          become,
          may(`tag a session of the ${role}`, "sts:TagSession", arn, context, by),
          may(`name the source of a session of the ${role}`, "sts:SetSourceIdentity", arn, context, by),
          mayNot(`bring a context into a session of the ${role}`, "sts:SetContext", arn, context),
        ];
      return [
        become,
        mayNot(`choose tags of a session of the ${role}`, "sts:TagSession", arn, context),
        ...(action === "sts:AssumeRole"
          ? [
              mayNot(
                `choose the source identity of a session of the ${role}`,
                "sts:SetSourceIdentity",
                arn,
                context,
              ),
            ]
          : []),
      ];
    },
  );
}

interface Named {
  readonly name: string;
  readonly principal: ClaimPrincipal;
  readonly by: string;
  readonly context?: ClaimContext;
  readonly action?: string;
}

function namedBy(accountId: string, trust: Trust): readonly Named[] {
  const principal = userOf(accountId);
  const by = "TrustAccountWithMfa";
  switch (trust.type) {
    case "rolesAnywhere":
      return trust.commonNames.map((commonName) => ({
        name: `a host with the certificate of ${commonName}`,
        principal: service("rolesanywhere"),
        by: "TrustCertificates",
        context: { "aws:SourceArn": trust.trustAnchorArn, [COMMON_NAME]: commonName },
      }));
    case "ec2":
      return [{ name: "an EC2 instance", principal: service("ec2"), by: "TrustService" }];
    case "mfa":
      return [
        { name: "a user who just gave a second factor", principal, by, context: mfa(1) },
        {
          name: "a user whose second factor is not too old",
          principal,
          by,
          context: mfa(trust.maxAgeSeconds - 1),
        },
      ];
    case "principals":
      return trust.arns.map((pattern) => {
        const arn = pattern.replace(/\*$/, FILLED);
        const sid = pattern.endsWith("*") ? "TrustPermissionSets" : "TrustPrincipals";
        return { name: arn, principal: { kind: "admin", arn }, by: sid };
      });
    case "saml":
      return trust.providerArns.map((providerArn) => ({
        name: `a visitor of ${providerArn}`,
        principal: { kind: "saml", providerArn },
        by: "TrustSamlProvider",
        context: { "saml:aud": SAML_AUDIENCE },
        action: "sts:AssumeRoleWithSAML",
      }));
  }
}

function untrusted({ role, arn, trusts, accountId, otherAccountId }: TrustedRole): readonly Claim[] {
  const mayNot = (
    name: string,
    principal: ClaimPrincipal,
    context?: ClaimContext,
    action = "sts:AssumeRole",
  ) => claimsAbout(name, principal).mayNot(`become the ${role}`, action, arn, context);
  const has = (type: Trust["type"]) => trusts.some((trust) => trust.type === type);
  const mfaTrust = trusts.find((trust) => trust.type === "mfa");
  const providers = trusts.find((trust) => trust.type === "saml")?.providerArns ?? [];
  const permissionSets = trusts
    .flatMap((trust) => (trust.type === "principals" ? trust.arns : []))
    .filter((arn) => arn.endsWith("*"));
  const certificates = trusts.find((trust) => trust.type === "rolesAnywhere");
  const saml = (providerArn: string): ClaimPrincipal => ({ kind: "saml", providerArn });
  return [
    mayNot("a user with an access key alone", userOf(accountId)),
    mayNot("a user who signed in without a second factor", userOf(accountId), {
      "aws:MultiFactorAuthPresent": "false",
    }),
    mayNot("the session of a role, which carries no second factor", {
      kind: "admin",
      arn: `arn:aws:iam::${accountId}:role/admin`,
    }),
    mayNot("a user of another account with a second factor", userOf(otherAccountId), mfa(1)),
    mayNot("an anonymous caller", { kind: "anonymous" }),
    mayNot("another service", service("lambda")),
    mayNot(
      "a visitor of another SAML provider",
      saml(`arn:aws:iam::${accountId}:saml-provider/other`),
      { "saml:aud": SAML_AUDIENCE },
      "sts:AssumeRoleWithSAML",
    ),
    ...permissionSets.map((pattern) => {
      const arn = pattern.replace(/\*$/, FILLED);
      return mayNot(`${arn} without a policy of its own`, { kind: "powerless", arn });
    }),
    ...(has("ec2") ? [] : [mayNot("an EC2 instance", service("ec2"))]),
    mfaTrust === undefined
      ? mayNot("a user with a second factor", userOf(accountId), mfa(1))
      : mayNot("a user whose second factor is too old", userOf(accountId), mfa(mfaTrust.maxAgeSeconds)),
    ...providers.map((provider) =>
      mayNot(
        `a visitor of ${provider} on the way elsewhere`,
        saml(provider),
        { "saml:aud": "https://example.com" },
        "sts:AssumeRoleWithSAML",
      ),
    ),
    ...(certificates === undefined ? [] : wrongCertificates(role, arn, certificates)),
  ];
}

function wrongCertificates(
  role: string,
  arn: string,
  { trustAnchorArn, commonNames }: Extract<Trust, { type: "rolesAnywhere" }>,
): readonly Claim[] {
  const [commonName = ""] = commonNames;
  const mayNotBecome = (name: string, principal: ClaimPrincipal, context: ClaimContext) =>
    ["sts:AssumeRole", "sts:TagSession"].map((action) =>
      claimsAbout(name, principal).mayNot(`call ${action} for the ${role}`, action, arn, context),
    );
  const anywhere = service("rolesanywhere");
  const good = { "aws:SourceArn": trustAnchorArn, [COMMON_NAME]: commonName };
  return [
    ...mayNotBecome("a host with another certificate", anywhere, { ...good, [COMMON_NAME]: "worker" }),
    ...mayNotBecome("a host whose certificate has no name", anywhere, { ...good, [COMMON_NAME]: null }),
    ...mayNotBecome("a host of another trust anchor", anywhere, {
      ...good,
      "aws:SourceArn": `${trustAnchorArn}0`,
    }),
    ...mayNotBecome("another service that says the right words", service("lambda"), good),
  ];
}

function service(name: string): ClaimPrincipal {
  return { kind: "service", name: `${name}.amazonaws.com` };
}

function userOf(accountId: string): ClaimPrincipal {
  return { kind: "admin", arn: `arn:aws:iam::${accountId}:user/admin` };
}

/** What a session of `GetSessionToken` with MFA carries. */
function mfa(ageSeconds: number): ClaimContext {
  return { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": String(ageSeconds) };
}
