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

function trusted(subject: ClaimSubject, role: RoleName, trust: Trust): readonly Claim[] {
  const arn = roleArn(subject, role);
  const may = (
    name: string,
    principal: ClaimPrincipal,
    by: string,
    context?: ClaimContext,
    action = "sts:AssumeRole",
  ) => claimsAbout(name, principal).may(`become the ${role}`, action, arn, context, by);
  switch (trust.type) {
    case "ec2":
      return [may("an EC2 instance", { kind: "service", name: "ec2.amazonaws.com" }, "TrustService")];
    case "mfa":
      return [
        may("a user who just gave a second factor", userOf(subject.accountId), "TrustAccountWithMfa", mfa(1)),
        may(
          "a user whose second factor is not too old",
          userOf(subject.accountId),
          "TrustAccountWithMfa",
          mfa(trust.maxAgeSeconds - 1),
        ),
      ];
    case "principals":
      return trust.arns.map((pattern) => {
        const principal = pattern.replace(/\*$/, "0123456789abcdef");
        return may(
          principal,
          { kind: "admin", arn: principal },
          pattern.endsWith("*") ? "TrustPermissionSets" : "TrustPrincipals",
        );
      });
    case "saml":
      return trust.providerArns.map((providerArn) =>
        may(
          `a visitor of ${providerArn}`,
          { kind: "saml", providerArn },
          "TrustSamlProvider",
          { "saml:aud": SAML_AUDIENCE },
          "sts:AssumeRoleWithSAML",
        ),
      );
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
    mayNot("another service", { kind: "service", name: "lambda.amazonaws.com" }),
    mayNot(
      "a visitor of another SAML provider",
      saml(`arn:aws:iam::${accountId}:saml-provider/other`),
      { "saml:aud": SAML_AUDIENCE },
      "sts:AssumeRoleWithSAML",
    ),
    ...(has("ec2") ? [] : [mayNot("an EC2 instance", { kind: "service", name: "ec2.amazonaws.com" })]),
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

function userOf(accountId: string): ClaimPrincipal {
  return { kind: "admin", arn: `arn:aws:iam::${accountId}:user/admin` };
}

/** What a session of `GetSessionToken` with MFA carries. */
function mfa(ageSeconds: number): ClaimContext {
  return { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": String(ageSeconds) };
}
