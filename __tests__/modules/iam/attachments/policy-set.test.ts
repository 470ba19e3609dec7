import fc from "fast-check";
import { PolicySet, type PolicySetProps, type Statement } from "../../../../modules/iam";
import { policySize } from "../../../../modules/iam/policies/policy-size";
import { splitPolicies } from "../../../../modules/iam/policies/split-policy";
import { statementsOf, synth } from "../../../helpers/stacks/synth";

const statement = (index: number, length: number): Statement => ({
  sid: `S${index}`,
  actions: ["s3:GetObject"],
  resources: [`arn:aws:s3:::b/${"x".repeat(length)}`],
});
const many = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => statement(index, length));

const synthSet = (props: Partial<PolicySetProps>) =>
  synth((stack) => {
    const attachTo = { role: { roleName: "r" } };
    new PolicySet(stack, "set", { name: "read", attachTo, statements: many(1, 10), ...props });
  });

describe("splitPolicies", () => {
  it("keeps every statement, in order, in policies that fit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 30 }), (lengths) => {
        const statements = lengths.map((length, index) => statement(index, length));
        const { parts, problems } = splitPolicies(statements, { size: 1200, tokenLength: 0 });
        expect(problems).toEqual([]);
        expect(parts.flat()).toEqual(statements);
        for (const part of parts) expect(policySize(part)).toBeLessThanOrEqual(1200);
      }),
    );
  });

  it("moves no statement when one is added at the end", () => {
    const limits = { size: 1200, tokenLength: 0 };
    const before = splitPolicies(many(10, 300), limits).parts;
    const after = splitPolicies([...many(10, 300), statement(10, 300)], limits).parts;
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    expect(after.flat().slice(0, 10)).toEqual(before.flat());
  });

  it("divides a statement by its resources, losing none", () => {
    const resources = Array.from(
      { length: 30 },
      (_, index) => `arn:aws:s3:::bucket-${index}/${"x".repeat(60)}`,
    );
    const { parts, problems } = splitPolicies([{ ...statement(0, 1), resources }], {
      size: 1200,
      tokenLength: 0,
    });
    expect(problems).toEqual([]);
    expect(parts.flat().map(({ sid }) => sid)).toEqual(["S0Part1", "S0Part2", "S0Part3"]);
    expect(parts.flat().flatMap((part) => part.resources ?? [])).toEqual(resources);
    for (const part of parts) expect(policySize(part)).toBeLessThanOrEqual(1200);
  });

  it("counts tokens as long as they may get", () => {
    const token = "${TfToken[TOKEN.1]}";
    const statements = [0, 1].map((index) => ({ ...statement(index, 1), resources: [token] }));
    expect(splitPolicies(statements, { size: 400, tokenLength: 0 }).parts).toHaveLength(1);
    expect(splitPolicies(statements, { size: 400, tokenLength: 128 }).parts).toHaveLength(2);
  });

  it("fails on a statement that is too long by itself", () => {
    expect(splitPolicies([statement(0, 1200)], { size: 1200, tokenLength: 0 }).problems).toEqual([
      "statement 'S0' must not exceed 1200 characters by itself: give it fewer actions or conditions",
    ]);
  });
});

describe("PolicySet", () => {
  it("is one inline policy while it fits", () => {
    const synthesized = synthSet({ statements: many(50, 100) });
    expect(Object.keys(synthesized.json.resource as object)).toEqual(["aws_iam_role_policy"]);
  });

  it("is managed policies when it is longer, with every statement in one of them", () => {
    const statements = many(100, 98);
    const synthesized = synthSet({ statements });
    expect(Object.keys(synthesized.json.resource as object)).toEqual([
      "aws_iam_policy",
      "aws_iam_role_policy_attachment",
    ]);
    const policies = Object.values(synthesized.resources("aws_iam_policy"));
    expect(policies.map(({ name }) => name)).toEqual(["read-1", "read-2", "read-3", "read-4"]);
    expect(policies.flatMap(({ policy }) => statementsOf(String(policy)).map(({ Sid }) => Sid))).toEqual(
      statements.map(({ sid }) => sid),
    );
    for (const { policy } of policies) expect(String(policy).length).toBeLessThanOrEqual(6144);
    expect(Object.keys(synthesized.resources("aws_iam_role_policy_attachment"))).toHaveLength(4);
  });

  it("leaves the inline policies that are there already their room", () => {
    const synthesized = synth((stack) => {
      const attachTo = { role: { roleName: "r" } };
      new PolicySet(stack, "one", { name: "one", attachTo, statements: many(60, 50) });
      new PolicySet(stack, "two", { name: "two", attachTo, statements: many(60, 50) });
    });
    expect(Object.keys(synthesized.resources("aws_iam_role_policy"))).toHaveLength(1);
    expect(Object.keys(synthesized.resources("aws_iam_policy"))).toHaveLength(2);
  });

  it("fails with all problems at once", () => {
    const statements = [...many(2, 11_000), { ...statement(0, 1), sid: "a b" }];
    expect(() =>
      synthSet({ statements, quota: 26, tokenLength: 2049 }),
    ).toThrow(`invalid configuration at 'test/set':
  - tokenLength must be a whole number from 0 to 2048, got 2049
  - quota must be a whole number from 10 to 25, got 26
  - statement 'a b': sid must be letters and digits
  - statement 'S0' must not exceed 6144 characters by itself: give it fewer actions or conditions
  - statement 'S1' must not exceed 6144 characters by itself: give it fewer actions or conditions`);
  });

  it("fails when it takes more managed policies than the quota", () => {
    expect(() => synthSet({ statements: many(12, 5900) })).toThrow(
      "a role must not have more than 10 managed policies, got 11",
    );
    expect(() => synthSet({ statements: many(12, 5900), quota: 12 })).not.toThrow();
  });
});
