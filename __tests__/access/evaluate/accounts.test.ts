import type { Effect, Policies, PolicyStatement, Principal } from "../../../access";
import {
  ALL,
  AWAY,
  DELEGATE,
  EVERYTHING,
  effectOf,
  foreign,
  HOME,
  KEY,
  policy,
  ROLE_ARN,
  role,
  root,
  SESSION_ARN,
  to,
  USER_ARN,
  user,
} from "./ask";

/** Allows nothing that is asked here. */
const NOTHING = policy({ Effect: "Allow", Action: "iam:GetUser", Resource: "*" });
const PAGE =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html";
const resource = (...statements: PolicyStatement[]) => policy(...statements);

describe(`the same account: see ${PAGE}`, () => {
  it.each<[string, Principal, Policies, Effect]>([
    ["nothing at all", role, {}, "denied"],
    ["an identity policy", role, { identity: EVERYTHING }, "allowed"],
    [
      "a resource's policy that names the role",
      role,
      { resource: resource(to({ AWS: ROLE_ARN })) },
      "allowed",
    ],
    ["one that names the account alone", role, { resource: resource(to({ AWS: HOME })) }, "denied"],
    ["one that names another role", role, { resource: resource(to({ AWS: `${ROLE_ARN}2` })) }, "denied"],
    ["a boundary that does not allow it", role, { identity: EVERYTHING, boundary: NOTHING }, "denied"],
    ["a boundary alone", role, { boundary: policy(ALL) }, "denied"],
    ["a session policy that does not allow it", role, { identity: EVERYTHING, session: [NOTHING] }, "denied"],
    [
      "one of two session policies",
      role,
      { identity: EVERYTHING, session: [NOTHING, policy(ALL)] },
      "allowed",
    ],
    // A role's ARN is limited by boundary and session policy; a session's, a user's and everybody's is not.
    [
      "the role named, against a boundary",
      role,
      { boundary: NOTHING, resource: resource(to({ AWS: ROLE_ARN })) },
      "denied",
    ],
    [
      "the role named, against a session policy",
      role,
      { session: [NOTHING], resource: resource(to({ AWS: ROLE_ARN })) },
      "denied",
    ],
    [
      "the session named, against both",
      role,
      { boundary: NOTHING, session: [NOTHING], resource: resource(to({ AWS: SESSION_ARN })) },
      "allowed",
    ],
    ["everybody, against a boundary", role, { boundary: NOTHING, resource: resource(to("*")) }, "allowed"],
    [
      "the user named, against a boundary",
      user,
      { boundary: NOTHING, resource: resource(to({ AWS: USER_ARN })) },
      "allowed",
    ],
    ["the root user", root, {}, "allowed"],
    ["the root user, denied", root, { resource: resource(to("*", { Effect: "Deny" })) }, "denied"],
    [
      "an explicit deny beside an allow",
      role,
      { identity: [...EVERYTHING, policy({ ...ALL, Effect: "Deny" })] },
      "denied",
    ],
    [
      "an explicit deny in the boundary",
      role,
      { identity: EVERYTHING, boundary: policy(ALL, { ...ALL, Effect: "Deny" }) },
      "denied",
    ],
  ])("%s", (_, principal, policies, effect) => {
    expect(effectOf({ principal, policies })).toBe(effect);
  });

  it("leaves a federated user what his user has and his session was given", () => {
    const principal = {
      kind: "federatedUser",
      arn: `arn:aws:sts::${HOME}:federated-user/bob`,
      userArn: USER_ARN,
    } as const;
    const session = [policy(ALL)];
    expect(effectOf({ principal, policies: { identity: EVERYTHING } })).toBe("denied");
    expect(effectOf({ principal, policies: { identity: EVERYTHING, session } })).toBe("allowed");
    expect(
      effectOf({
        principal,
        policies: { resource: resource(to({ AWS: principal.arn })), session: [NOTHING] },
      }),
    ).toBe("allowed");
    expect(
      effectOf({ principal, policies: { resource: resource(to({ AWS: USER_ARN })), session: [NOTHING] } }),
    ).toBe("denied");
  });

  it("lets the owner's root user replace a bucket's policy that denies him", () => {
    const policies = { resource: resource(to("*", { Effect: "Deny" })) };
    const question = { principal: root, resource: "arn:aws:s3:::backups", policies };
    expect(effectOf({ ...question, action: "s3:PutBucketPolicy" })).toBe("allowed");
    expect(effectOf({ ...question, action: "s3:DeleteBucket" })).toBe("denied");
  });
});

describe("another account: see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html", () => {
  const there = { AWS: `arn:aws:iam::${AWAY}:root` };
  it.each<[string, Policies, Effect]>([
    ["its own policy alone", { identity: EVERYTHING }, "denied"],
    ["the resource's alone", { resource: resource(to(there)) }, "denied"],
    ["both", { identity: EVERYTHING, resource: resource(to(there)) }, "allowed"],
    ["both, with everybody", { identity: EVERYTHING, resource: resource(to("*")) }, "allowed"],
    [
      "both, against its boundary",
      { identity: EVERYTHING, boundary: NOTHING, resource: resource(to(there)) },
      "denied",
    ],
  ])("%s", (_, policies, effect) => {
    expect(effectOf({ principal: foreign, policies })).toBe(effect);
  });
});

describe("a key: see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html", () => {
  it.each<[string, Principal, Policies, Effect]>([
    [
      "an identity policy and a key policy about somebody else",
      role,
      { identity: EVERYTHING, resource: resource(to({ AWS: USER_ARN })) },
      "denied",
    ],
    [
      "an identity policy and one that leaves it to the account",
      role,
      { identity: EVERYTHING, resource: resource(DELEGATE) },
      "allowed",
    ],
    ["one that leaves it to the account alone", role, { resource: resource(DELEGATE) }, "denied"],
    ["one that names the role", role, { resource: resource(to({ AWS: ROLE_ARN })) }, "allowed"],
    ["the root user where the account is named", root, { resource: resource(DELEGATE) }, "allowed"],
    ["the root user where it is not", root, { resource: resource(to({ AWS: ROLE_ARN })) }, "denied"],
    ["nothing known of the key policy", role, { identity: EVERYTHING }, "unknown"],
  ])("%s", (_, principal, policies, effect) => {
    expect(effectOf({ principal, action: "kms:Decrypt", resource: KEY, policies })).toBe(effect);
  });
});

describe("a role: see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_compare-resource-policies.html", () => {
  const target = `arn:aws:iam::${HOME}:role/target`;
  const trust = (Principal: unknown) => policy({ Sid: "Trust", Effect: "Allow", Principal, Action: "sts:*" });
  const saml = `arn:aws:iam::${HOME}:saml-provider/corp`;
  it.each<[string, Principal, string, Policies, Effect]>([
    ["a user whom it names", user, "sts:AssumeRole", { trust: trust({ AWS: USER_ARN }) }, "allowed"],
    [
      "an administrator of an account that it names",
      user,
      "sts:AssumeRole",
      { identity: EVERYTHING, trust: trust({ AWS: HOME }) },
      "allowed",
    ],
    ["somebody there without permission", user, "sts:AssumeRole", { trust: trust({ AWS: HOME }) }, "denied"],
    [
      "an administrator whom it does not name",
      user,
      "sts:AssumeRole",
      { identity: EVERYTHING, trust: trust({ Service: "ec2.amazonaws.com" }) },
      "denied",
    ],
    [
      "a service",
      { kind: "service", name: "ec2.amazonaws.com" },
      "sts:AssumeRole",
      { trust: trust({ Service: "ec2.amazonaws.com" }) },
      "allowed",
    ],
    [
      "another service",
      { kind: "service", name: "s3.amazonaws.com" },
      "sts:AssumeRole",
      { trust: trust({ Service: "ec2.amazonaws.com" }) },
      "denied",
    ],
    [
      "somebody of a SAML provider",
      { kind: "saml", providerArn: saml },
      "sts:AssumeRoleWithSAML",
      { trust: trust({ Federated: saml }) },
      "allowed",
    ],
    [
      "the same by another call",
      { kind: "saml", providerArn: saml },
      "sts:AssumeRole",
      { trust: trust({ Federated: saml }) },
      "denied",
    ],
    [
      "a token of Google's",
      { kind: "webIdentity", provider: "accounts.google.com" },
      "sts:AssumeRoleWithWebIdentity",
      { trust: trust({ Federated: "accounts.google.com" }) },
      "allowed",
    ],
    ["the root user", root, "sts:AssumeRole", { trust: trust("*") }, "denied"],
  ])("%s", (_, principal, action, policies, effect) => {
    expect(effectOf({ principal, action, resource: target, policies })).toBe(effect);
  });

  it("asks nothing of GetCallerIdentity, and cannot deny it", () => {
    expect(
      effectOf({
        action: "sts:GetCallerIdentity",
        resource: "*",
        policies: { identity: [policy({ ...ALL, Effect: "Deny" })] },
      }),
    ).toBe("allowed");
  });
});

describe("organizations: see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html", () => {
  const full = [policy(ALL)];
  const own = { identity: EVERYTHING };
  const denyRcp = [policy(to("*", { Effect: "Deny" }))];
  const linked: Principal = {
    kind: "role",
    arn: `arn:aws:iam::${HOME}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`,
    session: "s",
  };
  it.each<[string, Principal, Policies, Effect]>([
    ["every level allows", role, { ...own, scp: [full, full] }, "allowed"],
    ["one level does not", role, { ...own, scp: [full, [NOTHING], full] }, "denied"],
    ["an SCP allows, and nothing else", role, { scp: [full] }, "denied"],
    ["the root user, too", root, { scp: [[NOTHING]] }, "denied"],
    [
      "not a role that is linked to a service",
      linked,
      { ...own, scp: [[NOTHING]], rcp: [denyRcp] },
      "allowed",
    ],
    ["an RCP denies", role, { ...own, rcp: [denyRcp] }, "denied"],
    [
      "an RCP denies a service",
      { kind: "service", name: "s3.amazonaws.com" },
      { resource: resource(to({ Service: "s3.amazonaws.com" })), rcp: [denyRcp] },
      "denied",
    ],
  ])("%s", (_, principal, policies, effect) => {
    expect(effectOf({ principal, policies })).toBe(effect);
  });
});

describe("others than people", () => {
  it.each<[string, Principal, string, string, Effect]>([
    ["anybody reads an object", { kind: "anonymous" }, "s3:GetObject", "arn:aws:s3:::b/x", "allowed"],
    ["nobody uses a key without signing", { kind: "anonymous" }, "kms:Decrypt", KEY, "denied"],
    [
      "a service does what it is allowed",
      { kind: "service", name: "logs.amazonaws.com" },
      "kms:Decrypt",
      KEY,
      "allowed",
    ],
  ])("%s", (_, principal, action, on, effect) => {
    expect(effectOf({ principal, action, resource: on, policies: { resource: resource(to("*")) } })).toBe(
      effect,
    );
  });
});
