import { decide, type Effect, type PolicyStatement, type Principal, type Question } from "../../../access";
import {
  ALL,
  AWAY,
  ask,
  EVERYTHING,
  effectOf,
  HOME,
  KEY,
  OBJECT,
  policy,
  ROLE_ARN,
  role,
  root,
  SESSION_ARN,
  to,
  USER_ARN,
  user,
} from "./ask";

describe("actions and resources", () => {
  it.each<[string, Readonly<Record<string, unknown>>, Effect]>([
    ["case of the action", { Action: "S3:getOBJECT" }, "allowed"],
    ["a pattern", { Action: "s3:Get*" }, "allowed"],
    ["one character", { Action: "s3:GetObjec?" }, "allowed"],
    ["another service", { Action: "kms:*" }, "denied"],
    ["case of the resource", { Resource: "arn:aws:s3:::Backups/*" }, "denied"],
    ["a star over slashes", { Resource: "arn:aws:s3:::backups/*" }, "allowed"],
    ["the bucket alone", { Resource: "arn:aws:s3:::backups" }, "denied"],
    ["a star that would reach over a colon", { Resource: "arn:aws:*:::backups/*" }, "allowed"],
    ["of a list", { Resource: ["arn:aws:s3:::x/*", OBJECT] }, "allowed"],
    ["NotAction", { Action: undefined, NotAction: "s3:Put*" }, "allowed"],
    ["NotAction that names it", { Action: undefined, NotAction: ["s3:Put*", "s3:GetObject"] }, "denied"],
    ["NotResource", { Resource: undefined, NotResource: "arn:aws:s3:::x/*" }, "allowed"],
    ["NotResource that names it", { Resource: undefined, NotResource: "arn:aws:s3:::backups/*" }, "denied"],
  ])("%s", (_, change, effect) => {
    const statement = Object.fromEntries(
      Object.entries({ ...ALL, ...change }).filter(([, value]) => value !== undefined),
    );
    expect(effectOf({ policies: { identity: [policy(statement as unknown as PolicyStatement)] } })).toBe(
      effect,
    );
  });

  it("know variables in the last part, and only in the version that has them", () => {
    const statement = { ...ALL, Resource: "arn:aws:s3:::backups/${aws:username}/*" };
    const question = { principal: user, policies: { identity: [policy(statement)] } };
    expect(effectOf(question)).toBe("allowed");
    expect(effectOf({ ...question, principal: role })).toBe("denied");
    const old = { name: "old", document: { Version: "2008-10-17", Statement: statement } };
    expect(effectOf({ ...question, policies: { identity: [old] } })).toBe("denied");
  });
});

describe("NotPrincipal: see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html", () => {
  const home = `arn:aws:iam::${HOME}:root`;
  const deny = (NotPrincipal: unknown): PolicyStatement => ({
    Effect: "Deny",
    NotPrincipal,
    Action: "*",
    Resource: "*",
  });
  it.each<[string, Principal, unknown, Effect]>([
    ["a user with his account", user, { AWS: [USER_ARN, home] }, "allowed"],
    ["a user alone", user, { AWS: USER_ARN }, "unknown"],
    ["somebody else", user, { AWS: [`${USER_ARN}2`] }, "denied"],
    ["a session, its role and account", role, { AWS: [SESSION_ARN, ROLE_ARN, home] }, "allowed"],
    ["the role alone", role, { AWS: ROLE_ARN }, "unknown"],
    ["another account", role, { AWS: AWAY }, "denied"],
    ["the root user", root, { AWS: home }, "allowed"],
  ])("Deny but for %s", (_, principal, who, effect) => {
    const policies = principal.kind === "root" ? {} : { identity: EVERYTHING };
    expect(effectOf({ principal, policies: { ...policies, resource: policy(deny(who)) } })).toBe(effect);
  });

  // See https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html: whomever it names.
  const federated: Principal = {
    kind: "federatedUser",
    arn: `arn:aws:sts::${HOME}:federated-user/bob`,
    userArn: USER_ARN,
  };
  const everyone = { AWS: [SESSION_ARN, ROLE_ARN, USER_ARN, federated.arn, home] };
  const ofService: Principal = { kind: "service", name: "logging.s3.amazonaws.com" };
  it.each<[string, Principal, unknown, Effect]>([
    ["a user with his account", user, everyone, "denied"],
    ["a session, its role and account", role, everyone, "denied"],
    ["a user alone", user, { AWS: USER_ARN }, "denied"],
    ["everybody", user, "*", "denied"],
    // Of federated sessions the page says nothing.
    ["a federated user, his user and account", federated, everyone, "unknown"],
    ["others, asked about a federated user", federated, { AWS: AWAY }, "denied"],
    // These have no boundary, whatever is given.
    ["the root user", root, { AWS: home }, "allowed"],
    ["a service", ofService, { Service: "logging.s3.amazonaws.com" }, "allowed"],
  ])("Deny but for %s, and a permissions boundary", (_, principal, who, effect) => {
    const policies = {
      identity: EVERYTHING,
      boundary: policy(ALL),
      session: EVERYTHING,
      resource: policy(deny(who), to("*")),
    };
    expect(effectOf({ principal, policies })).toBe(effect);
  });

  it("in an Allow heeds no boundary", () => {
    const allow = policy({ ...deny({ AWS: [USER_ARN, home] }), Effect: "Allow" });
    expect(effectOf({ principal: user, policies: { boundary: policy(ALL), resource: allow } })).toBe(
      "denied",
    );
  });

  it("denies by its conditions, too", () => {
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    const resource = policy({ ...deny({ AWS: [USER_ARN, home] }), Condition });
    const policies = { identity: EVERYTHING, boundary: policy(ALL), resource };
    const asked = (secure: string) => ({
      principal: user,
      policies,
      context: { "aws:SecureTransport": secure },
    });
    expect([effectOf(asked("true")), effectOf(asked("false"))]).toEqual(["allowed", "denied"]);
  });
});

describe("what cannot be asked", () => {
  const own = (statement: unknown, Version: unknown = "2012-10-17") => ({
    policies: { identity: [{ name: "mine", document: { Version, Statement: statement } as never }] },
  });
  it.each<[string, Parameters<typeof ask>[0], string]>([
    [
      "an action that there is not",
      { action: "kms:Decipher", resource: KEY },
      "service 'kms' has no action 'Decipher'",
    ],
    ["no action", { action: "Decrypt" }, "'Decrypt' is no action"],
    ["a pattern", { action: "s3:Get*" }, "'s3:Get*' is no action"],
    ["a service that there is not", { action: "s4:GetObject" }, "AWS has no service 's4'"],
    [
      "a service that is not known here",
      { action: "glue:StartJobRun", resource: "*" },
      "the actions of 'glue' are not known here",
    ],
    ["a resource of another service", { action: "kms:Decrypt" }, `which '${OBJECT}' is not`],
    ["a bucket for an object", { resource: "arn:aws:s3:::backups" }, "s3:GetObject takes arn:"],
    ["a resource that is no ARN", { resource: "backups" }, "'backups' is no ARN"],
    ["a pattern for a resource", { resource: "arn:aws:s3:::backups/*" }, "names no single resource"],
    ["a principal that is none", { principal: { kind: "role", arn: USER_ARN } }, "is no ARN of a role"],
    [
      "a policy that is a text",
      { policies: { identity: [{ name: "mine", document: "{}" as never }] } },
      "policy 'mine' is no object",
    ],
    [
      "a policy without statements",
      { policies: { identity: [{ name: "mine", document: {} as never }] } },
      "policy 'mine' has no Statement",
    ],
    ["another version", own(ALL, "2020-01-01"), "has version '2020-01-01'"],
    ["a statement that is none", own(["x"]), "statement 0 of policy 'mine' is no object"],
    ["no effect", own({ ...ALL, Effect: "allow" }), `Effect of statement 'All' of policy 'mine' is "allow"`],
    ["no action in it", own({ Effect: "Allow", Resource: "*" }), "has no Action"],
    ["no resource", own({ Effect: "Allow", Action: "*" }), "has no Resource"],
    ["both", own({ ...ALL, NotAction: "s3:*" }), "has both Action and NotAction"],
    [
      "an action without service",
      own({ ...ALL, Action: "GetObject" }),
      "action 'GetObject' of statement 'All'",
    ],
    ["a number", own({ ...ALL, Resource: 5 }), "holds 5, which is no text"],
    ["an element that there is not", own({ ...ALL, Resources: "*" }), "an element 'Resources'"],
    [
      "a principal in an identity policy",
      own(to("*")),
      "has a Principal, which only policies of resources have",
    ],
    [
      "an operator that there is not",
      own({ ...ALL, Condition: { StringIs: { a: "b" } } }),
      "an operator 'StringIs'",
    ],
    [
      "NullIfExists",
      own({ ...ALL, Condition: { NullIfExists: { a: "true" } } }),
      "an operator 'NullIfExists'",
    ],
    [
      "a condition that is none",
      own({ ...ALL, Condition: ["x"] }),
      "Condition of statement 'All' of policy 'mine' is no object",
    ],
    [
      "a value that is none",
      own({ ...ALL, Condition: { StringEquals: { a: { b: "c" } } } }),
      "which is no text",
    ],
    ["no principal", { policies: { resource: policy(ALL) } }, "has no Principal"],
    [
      "a part of a principal",
      { policies: { resource: policy(to({ AWS: "arn:aws:iam::*:root" })) } },
      "a wildcard cannot stand for a part of a principal",
    ],
    [
      "a kind of principal that there is not",
      { policies: { resource: policy(to({ User: "x" })) } },
      "'User', which is none of",
    ],
    [
      "a principal that is a text",
      { policies: { resource: policy(to(USER_ARN)) } },
      `is "${USER_ARN}": write "*"`,
    ],
  ])("%s", (_, question, message) => {
    expect(() => ask(question)).toThrow(
      expect.objectContaining({ name: "AccessError", message: expect.stringContaining(message) }),
    );
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "a question is an object"],
    ["a text", "kms:Decrypt", "a question is an object"],
    ["no action", { resource: "*", policies: {} }, "action of a question is no text"],
    ["no resource", { action: "kms:ListKeys", policies: {} }, "resource of a question is no text"],
    ["no policies", { action: "kms:ListKeys", resource: "*" }, "policies of a question is no object"],
    [
      "no principal",
      { action: "kms:ListKeys", resource: "*", policies: {} },
      "principal of a question has no kind",
    ],
    [
      "a principal without a name",
      { principal: { kind: "role" }, action: "kms:ListKeys", resource: "*", policies: {} },
      "principal of kind role has no arn",
    ],
    [
      "a number in the context",
      {
        principal: role,
        action: "kms:ListKeys",
        resource: "*",
        policies: {},
        context: { "aws:SourceIp": 5 },
      },
      "the value of 'aws:SourceIp' is neither",
    ],
    [
      "other keys that are none",
      { principal: role, action: "kms:ListKeys", resource: "*", policies: {}, otherKeys: "no" },
      'otherKeys is "no"',
    ],
    [
      "an object of nobody knows whose bucket",
      { principal: role, action: "s3:GetObject", resource: OBJECT, policies: {} },
      "names no account: give resourceAccount",
    ],
  ])("is %s", (_, question, message) => {
    expect(() => decide(question as Question)).toThrow(
      expect.objectContaining({ name: "AccessError", message: expect.stringContaining(message) }),
    );
  });

  it("is answered in time, whatever the pattern", () => {
    const Resource = `arn:aws:s3:::${"*a".repeat(500)}`;
    const resource = `arn:aws:s3:::backups/${"a".repeat(900)}b`;
    expect(effectOf({ resource, policies: { identity: [policy({ ...ALL, Resource })] } })).toBe("denied");
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      ...ALL,
      Sid: `S${index}`,
      Resource: `arn:aws:s3:::b${index}/*`,
    }));
    expect(effectOf({ policies: { identity: [policy(...many)] } })).toBe("denied");
  });
});
