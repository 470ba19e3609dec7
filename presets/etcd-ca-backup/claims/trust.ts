/** Who may become what. MFA counts here and nowhere else: the session of an assumed role carries none. */
import { type Claim, type ClaimContext, type ClaimPrincipal, claimsAbout } from "../../claim";
import type { Trust } from "../audiences";
import { type ClaimSubject, roleArn } from "./subject";

type RoleName = "writer" | "restorer" | "administrator";

const SAML_AUDIENCE = "https://signin.aws.amazon.com/saml";

export function trustClaims(subject: ClaimSubject): readonly Claim[] {
  return (["writer", "restorer", "administrator"] as const).flatMap((role) => {
    const trusts: readonly Trust[] = subject.config[role].trust;
    return [...trusts.flatMap((trust) => trusted(subject, role, trust)), ...untrusted(subject, role, trusts)];
  });
}

/** Each principal that a trust names may assume the role, and do nothing else with it, such as choose session tags. */
function trusted(subject: ClaimSubject, role: RoleName, trust: Trust): readonly Claim[] {
  const arn = roleArn(subject, role);
  return namedBy(subject, trust).flatMap(
    ({ name, principal, by, context = {}, action = "sts:AssumeRole" }) => {
      const { may, mayNot } = claimsAbout(name, principal);
      return [
        may(`become the ${role}`, action, arn, context, by),
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

function namedBy({ accountId }: ClaimSubject, trust: Trust): readonly Named[] {
  const principal = userOf(accountId);
  const by = "TrustAccountWithMfa";
  switch (trust.type) {
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
        const arn = pattern.replace(/\*$/, "0123456789abcdef");
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

function untrusted(subject: ClaimSubject, role: RoleName, trusts: readonly Trust[]): readonly Claim[] {
  const { accountId, otherAccountId } = subject;
  const arn = roleArn(subject, role);
  const mayNot = (
    name: string,
    principal: ClaimPrincipal,
    context?: ClaimContext,
    action = "sts:AssumeRole",
  ) => claimsAbout(name, principal).mayNot(`become the ${role}`, action, arn, context);
  const has = (type: Trust["type"]) => trusts.some((trust) => trust.type === type);
  const mfaTrust = trusts.find((trust) => trust.type === "mfa");
  const providers = trusts.find((trust) => trust.type === "saml")?.providerArns ?? [];
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
