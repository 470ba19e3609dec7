import { POLICY_SIZE, type PolicyKind } from "../../../../modules/iam/limits";
import { policyProblems } from "../../../../modules/iam/policies/policy-check";
import { policyDocument, type Statement } from "../../../../modules/iam/policies/policy-document";

const IDENTITY: Statement = { sid: "Read", actions: ["s3:GetObject"], resources: ["*"] };
const RESOURCE: Statement = { ...IDENTITY, principals: "*" };
const TRUST: Statement = {
  sid: "Trust",
  principals: { service: ["ec2.amazonaws.com"] },
  actions: ["sts:AssumeRole"],
};

const SOUND: Readonly<Record<PolicyKind, Statement>> = {
  trust: TRUST,
  roleInline: IDENTITY,
  userInline: IDENTITY,
  groupInline: IDENTITY,
  managed: IDENTITY,
  key: RESOURCE,
  bucket: RESOURCE,
  topic: RESOURCE,
  queue: RESOURCE,
};

describe("policyProblems", () => {
  it.each(Object.entries(SOUND) as [PolicyKind, Statement][])(
    "has nothing against a sound %s policy",
    (kind, statement) => {
      expect(policyProblems(kind, [statement])).toEqual([]);
    },
  );

  it.each<[string, PolicyKind, Statement[], string]>([
    ["no statement", "key", [], "a key policy must hold at least one statement, got none"],
    [
      "a sid twice",
      "roleInline",
      [IDENTITY, IDENTITY],
      "sid must be unique in a policy, got 'Read' more than once",
    ],
    [
      "a sid with a blank",
      "roleInline",
      [{ ...IDENTITY, sid: "a b" }],
      "statement 'a b': sid must be letters and digits",
    ],
    [
      "no action",
      "roleInline",
      [{ sid: "A", resources: ["*"] }],
      "statement 'A': exactly one of actions and notActions must be given",
    ],
    [
      "actions and notActions",
      "roleInline",
      [{ ...IDENTITY, notActions: ["s3:*"] }],
      "statement 'Read': exactly one of actions and notActions must be given",
    ],
    [
      "an empty list",
      "roleInline",
      [{ ...IDENTITY, resources: [] }],
      "statement 'Read': resources must not be empty",
    ],
    [
      "a reason that says nothing",
      "roleInline",
      [{ ...IDENTITY, reason: " " }],
      "statement 'Read': reason must not be empty",
    ],
    [
      "an identity policy with principals",
      "userInline",
      [RESOURCE],
      "statement 'Read': a userInline policy must not name principals",
    ],
    [
      "a bucket policy without principals",
      "bucket",
      [IDENTITY],
      "statement 'Read': a bucket policy must name its principals",
    ],
    [
      "principals that name nobody",
      "key",
      [{ ...IDENTITY, principals: { aws: [] } }],
      "statement 'Read': principals must not be empty",
    ],
    [
      "a trust policy with resources",
      "trust",
      [{ ...TRUST, resources: ["*"] }],
      "statement 'Trust': a trust policy must not name resources",
    ],
    ["no resources", "key", [{ ...TRUST }], "statement 'Trust': resources must be given"],
    [
      "a condition without values",
      "key",
      [{ ...RESOURCE, conditions: { StringEquals: { "aws:x": [] } } }],
      "statement 'Read': condition StringEquals on aws:x must list a value",
    ],
    [
      "a condition without keys",
      "key",
      [{ ...RESOURCE, conditions: { StringEquals: {} } }],
      "statement 'Read': condition StringEquals must not be empty",
    ],
  ])("fails on %s", (_, kind, statements, problem) => {
    expect(policyProblems(kind, statements)).toEqual([problem]);
  });

  it.each(Object.entries(POLICY_SIZE) as [PolicyKind, number][])(
    "takes a %s policy of %d characters, and not one more",
    (kind, limit) => {
      const base = SOUND[kind];
      const length = JSON.stringify(policyDocument([base])).length;
      const padded = (size: number): Statement => ({ ...base, sid: base.sid + "x".repeat(size - length) });
      expect(policyProblems(kind, [padded(limit)])).toEqual([]);
      expect(policyProblems(kind, [padded(limit + 1)])).toEqual([
        `a ${kind} policy must not exceed ${limit} characters, got ${limit + 1}`,
      ]);
    },
  );

  it("counts no token and no white space", () => {
    const resource = `a b\${TfToken[${"9".repeat(POLICY_SIZE.userInline)}]}`;
    expect(policyProblems("userInline", [{ ...IDENTITY, resources: [resource] }])).toEqual([]);
  });
});
