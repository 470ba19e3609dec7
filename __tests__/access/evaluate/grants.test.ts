import type { Effect, Grant, Principal, RequestContext } from "../../../access";
import {
  ALL,
  ask,
  DELEGATE,
  EVERYTHING,
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

const CONTEXT = "kms:EncryptionContext:";
const GRANT: Grant = { name: "grant", grantee: ROLE_ARN, operations: ["Decrypt", "DescribeKey"] };
const MANAGED = policy({ ...DELEGATE, Action: "kms:PutKeyPolicy" });

interface Asked {
  readonly grant?: Partial<Grant>;
  readonly principal?: Principal;
  readonly action?: string;
  readonly context?: RequestContext;
  readonly otherKeys?: "unknown" | "absent";
}

function asked({
  grant = {},
  principal = role,
  action = "kms:Decrypt",
  context = {},
  otherKeys = "absent",
}: Asked) {
  const question = { principal, action, resource: KEY, context, otherKeys };
  return ask({ ...question, policies: { resource: MANAGED }, grants: [{ ...GRANT, ...grant }] });
}

describe("grants: see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html", () => {
  it.each<[string, Asked, Effect]>([
    ["allow their grantee without any policy", {}, "allowed"],
    ["allow nothing else", { action: "kms:Encrypt" }, "denied"],
    ["allow nobody else", { principal: user }, "denied"],
    ["allow the session that they name", { grant: { grantee: SESSION_ARN } }, "allowed"],
    ["allow no other session", { grant: { grantee: `${SESSION_ARN}x` } }, "denied"],
    [
      "may allow a session whose name nobody said",
      { grant: { grantee: SESSION_ARN }, principal: { kind: "role", arn: ROLE_ARN } },
      "unknown",
    ],
    [
      "allow a service",
      { grant: { grantee: "ebs.amazonaws.com" }, principal: { kind: "service", name: "ebs.amazonaws.com" } },
      "allowed",
    ],
    ["allow the root user", { grant: { grantee: `arn:aws:iam::${HOME}:root` }, principal: root }, "allowed"],
    [
      "leave open what somebody of another account may who has no policy there",
      { grant: { grantee: "arn:aws:iam::444455556666:role/reader" }, principal: foreign },
      "unknown",
    ],
    [
      "are retired by their retiring principal",
      { grant: { retiring: USER_ARN }, principal: user, action: "kms:RetireGrant" },
      "allowed",
    ],
    [
      "are not retired by others",
      { grant: { retiring: ROLE_ARN }, principal: user, action: "kms:RetireGrant" },
      "denied",
    ],
  ])("%s", (_, question, effect) => {
    expect(asked(question).effect).toBe(effect);
  });

  const subset = { encryptionContextSubset: { app: "a" } };
  const equals = { encryptionContextEquals: { app: "a" } };
  it.each<[string, Asked, Effect]>([
    ["a subset", { grant: subset, context: { [`${CONTEXT}app`]: "a", [`${CONTEXT}more`]: "b" } }, "allowed"],
    ["a subset with another value", { grant: subset, context: { [`${CONTEXT}app`]: "b" } }, "denied"],
    ["a subset in other case", { grant: subset, context: { [`${CONTEXT}App`]: "a" } }, "denied"],
    ["all of it", { grant: equals, context: { [`${CONTEXT}app`]: "a" } }, "allowed"],
    [
      "more than all of it",
      { grant: equals, context: { [`${CONTEXT}app`]: "a", [`${CONTEXT}more`]: "b" } },
      "denied",
    ],
    ["a context that nobody said", { grant: equals, otherKeys: "unknown" }, "unknown"],
    [
      "a context of which a part is said",
      { grant: equals, context: { [`${CONTEXT}app`]: "a" }, otherKeys: "unknown" },
      "unknown",
    ],
    [
      "a context whose names are said",
      {
        grant: equals,
        context: { [`${CONTEXT}app`]: "a", "kms:EncryptionContextKeys": ["app"] },
        otherKeys: "unknown",
      },
      "allowed",
    ],
    ["what constraints do not bind", { grant: equals, action: "kms:DescribeKey" }, "allowed"],
  ])("are bound to %s", (_, question, effect) => {
    expect(asked(question).effect).toBe(effect);
  });

  it("lose against every explicit deny, and say by what they allow", () => {
    const question = { principal: role, action: "kms:Decrypt", resource: KEY, grants: [GRANT] };
    expect(ask({ ...question, policies: { resource: policy(to("*", { Effect: "Deny" })) } }).effect).toBe(
      "denied",
    );
    expect(
      ask({ ...question, policies: { identity: [policy({ ...ALL, Effect: "Deny" })], resource: MANAGED } })
        .effect,
    ).toBe("denied");
    expect(
      ask({ ...question, policies: { identity: EVERYTHING, resource: MANAGED } }).decidedBy,
    ).toContainEqual({
      policy: "grant",
      kind: "grant",
      sid: "Operations",
      index: 0,
    });
  });
});
