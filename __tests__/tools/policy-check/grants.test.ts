import type { ClaimContext, ClaimPrincipal, ClaimRequest } from "../../../presets/common/claims/claim";
import { evaluate, loadPolicies, mutantsOf, type PolicySet } from "../../../tools/policy-check";
import type { PolicyStatement } from "../../../tools/policy-check/policy-set";
import "../../../tools/policy-check/jest-matchers";
import { DELEGATE, policyText, ROLE, stackText, TRUST } from "./stack";

const READER: ClaimPrincipal = { kind: "role", arn: ROLE };
const FOREIGN = "arn:aws:iam::444455556666:role/app";
const ADDRESS = "aws_kms_grant.backup";

interface Around {
  /** Of the key. @default - the account manages, and leaves nothing to policies of identities */
  readonly key?: readonly PolicyStatement[];
  readonly identity?: readonly PolicyStatement[];
  readonly boundary?: PolicyStatement;
}

const MANAGE: PolicyStatement = { ...DELEGATE, Sid: "Manage", Action: ["kms:PutKeyPolicy"] };

/** A key with a grant, and a role. */
function setOf(
  grant: Readonly<Record<string, unknown>>,
  { key = [MANAGE], identity, boundary }: Around = {},
): PolicySet {
  return loadPolicies(
    stackText({
      aws_iam_policy:
        boundary === undefined ? {} : { limit: { name: "limit", policy: policyText(boundary) } },
      aws_iam_role: {
        reader: {
          name: "reader",
          assume_role_policy: TRUST,
          ...(boundary === undefined ? {} : { permissions_boundary: "${aws_iam_policy.limit.arn}" }),
        },
      },
      aws_iam_role_policy:
        identity === undefined
          ? {}
          : { own: { role: "${aws_iam_role.reader.name}", policy: policyText(...identity) } },
      aws_kms_key: { key: { policy: policyText(...key) }, other: { policy: policyText(...key) } },
      aws_kms_grant: {
        backup: {
          key_id: "${aws_kms_key.key.key_id}",
          grantee_principal: "${aws_iam_role.reader.arn}",
          operations: ["Decrypt", "DescribeKey"],
          ...grant,
        },
      },
    }),
  );
}

function call(set: PolicySet, action: string, context: ClaimContext = {}, principal = READER): ClaimRequest {
  const [resource = ""] = Object.keys(set.keys);
  return { principal, action: `kms:${action}`, resource, context };
}

const inContext = (pairs: Readonly<Record<string, string>>): ClaimContext =>
  Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]));

describe("a grant", () => {
  it("allows its operations to its grantee without a policy of any kind, and no others", async () => {
    const set = setOf({});
    await expect(set).toAllow(call(set, "Decrypt"), "Operations");
    await expect(set).toAllow(call(set, "DescribeKey"), "OperationsInAnyContext");
    await expect(set).toDeny(call(set, "Encrypt"));
    await expect(set).toDeny(call(set, "CreateGrant"));
    await expect(set).toDeny(call(set, "RetireGrant"));
  });

  it("allows nothing to others, and nothing on another key", async () => {
    const set = setOf({});
    const admin = { kind: "admin", arn: "arn:aws:iam::111122223333:role/admin" } as const;
    await expect(set).toDeny(call(set, "Decrypt", {}, admin));
    const [, other = ""] = Object.keys(set.keys);
    await expect(set).toDeny({ ...call(set, "Decrypt"), resource: other });
  });

  it("is named by whoever decides, and by a failure", async () => {
    const set = setOf({});
    expect(evaluate(set, call(set, "Decrypt")).decidedBy).toEqual([
      { policy: ADDRESS, kind: "grant", sid: "Operations", index: 0 },
    ]);
    await expect(expect(set).toDeny(call(set, "Decrypt"))).rejects.toThrow(
      `got: allowed by 'Operations' of ${ADDRESS}`,
    );
    const bounded = setOf({ constraints: [{ encryption_context_subset: { app: "a" } }] });
    await expect(expect(bounded).toAllow(call(bounded, "Decrypt"))).rejects.toThrow(
      `'Operations' of ${ADDRESS} does not apply: StringEquals kms:EncryptionContext:app does not hold, it is absent`,
    );
  });

  it.each([
    [
      "the key policy",
      {
        key: [
          MANAGE,
          { ...DELEGATE, Sid: "Never", Effect: "Deny" as const, Principal: "*", Action: ["kms:Decrypt"] },
        ],
      },
    ],
    [
      "the grantee's policy",
      { identity: [{ Sid: "Never", Effect: "Deny" as const, Action: ["kms:Decrypt"], Resource: ["*"] }] },
    ],
    [
      "its boundary",
      { boundary: { Sid: "Never", Effect: "Deny" as const, Action: ["kms:Decrypt"], Resource: ["*"] } },
    ],
  ])("loses against an explicit deny of %s", async (_, around) => {
    const set = setOf({}, around);
    await expect(set).toDeny(call(set, "Decrypt"), "Never");
  });

  it("with a subset constraint wants its pairs, among others if need be", async () => {
    const set = setOf({ constraints: [{ encryption_context_subset: { app: "a", site: "b" } }] });
    await expect(set).toAllow(call(set, "Decrypt", inContext({ app: "a", site: "b" })));
    await expect(set).toAllow(call(set, "Decrypt", inContext({ app: "a", site: "b", more: "c" })));
    await expect(set).toDeny(call(set, "Decrypt", inContext({ app: "a" })));
    await expect(set).toDeny(call(set, "Decrypt", inContext({ app: "a", site: "x" })));
    await expect(set).toDeny(call(set, "Decrypt"));
    await expect(set).toAllow(call(set, "DescribeKey"));
  });

  it("with an equals constraint wants its pairs and nothing else", async () => {
    const set = setOf({ constraints: [{ encryption_context_equals: { app: "a", site: "b" } }] });
    await expect(set).toAllow(call(set, "Decrypt", inContext({ app: "a", site: "b" })));
    await expect(set).toDeny(call(set, "Decrypt", inContext({ app: "a", site: "b", more: "c" })));
    await expect(set).toDeny(call(set, "Decrypt", inContext({ App: "a", site: "b" })));
    await expect(set).toDeny(call(set, "Decrypt", inContext({ app: "a" })));
    await expect(set).toDeny(call(set, "Decrypt"));
    await expect(set).toAllow(call(set, "DescribeKey"));
  });

  it("that may be passed on is passed on in part, and no less constrained", async () => {
    const operations = ["Decrypt", "Encrypt", "CreateGrant"];
    const asking = (names: readonly string[], kind?: string): ClaimContext => ({
      "kms:GrantOperations": names,
      ...(kind === undefined ? {} : { "kms:GrantConstraintType": kind }),
    });
    const free = setOf({ operations });
    await expect(free).toAllow(call(free, "CreateGrant", asking(["Decrypt"])), "CreateGrant");
    await expect(free).toDeny(call(free, "CreateGrant", asking(["Decrypt", "GenerateDataKey"])));
    await expect(free).toDeny(call(free, "CreateGrant"));
    const subset = setOf({ operations, constraints: [{ encryption_context_subset: { app: "a" } }] });
    await expect(subset).toAllow(call(subset, "CreateGrant", asking(["Decrypt"], "EncryptionContextSubset")));
    await expect(subset).toAllow(call(subset, "CreateGrant", asking(["Decrypt"], "EncryptionContextEquals")));
    await expect(subset).toDeny(call(subset, "CreateGrant", asking(["Decrypt"])));
    const equals = setOf({ operations, constraints: [{ encryption_context_equals: { app: "a" } }] });
    await expect(equals).toAllow(call(equals, "CreateGrant", asking(["Decrypt"], "EncryptionContextEquals")));
    await expect(equals).toDeny(call(equals, "CreateGrant", asking(["Decrypt"], "EncryptionContextSubset")));
  });

  it("is retired by its retiring principal, who may do nothing else", async () => {
    const retiring = "arn:aws:iam::111122223333:role/keeper";
    const set = setOf({ retiring_principal: retiring });
    const keeper = { kind: "admin", arn: retiring } as const;
    await expect(set).toAllow(call(set, "RetireGrant", {}, keeper), "Retire");
    await expect(set).toDeny(call(set, "Decrypt", {}, keeper));
    await expect(set).toDeny(call(set, "RetireGrant"));
  });

  it("to another account allows what a policy there allows, too", async () => {
    const set = setOf({ grantee_principal: FOREIGN });
    const admin = { kind: "admin", arn: FOREIGN } as const;
    await expect(set).toAllow(call(set, "Decrypt", {}, admin), "Operations");
    await expect(set).toDeny(call(set, "Encrypt", {}, admin));
    await expect(set).toDeny(call(set, "Decrypt"));
  });

  it("has no answer where AWS gives none: a boundary that does not allow the operation", async () => {
    const set = setOf({}, { boundary: { Sid: "Limit", Effect: "Allow", Action: ["s3:*"], Resource: ["*"] } });
    expect(evaluate(set, call(set, "Decrypt"))).toMatchObject({
      effect: "unknown",
      dependsOn: [
        "whether a grant allows what no policy of the principal's own account, its boundary or session does",
      ],
    });
    await expect(expect(set).toDeny(call(set, "Decrypt"))).rejects.toThrow("got: unknown: it depends on");
    await expect(set).toDeny(call(set, "Encrypt"));
  });

  it("has mutants of its own", () => {
    const ids = mutantsOf(setOf({ constraints: [{ encryption_context_equals: { app: "a" } }] })).map(
      ({ id }) => id,
    );
    expect(ids).toEqual(
      expect.arrayContaining([
        `${ADDRESS} Operations: gone`,
        `${ADDRESS} Operations: without Decrypt`,
        `${ADDRESS} Operations: without DescribeKey`,
        `${ADDRESS} Operations: encryptionContextEquals without app`,
      ]),
    );
  });

  it.each([
    ["a key that is not in the stack", { key_id: "1234abcd-12ab-34cd-56ef-1234567890ab" }, /no key with id/],
    ["a constraint that is not known", { constraints: [{ source_arn: "x" }] }, /source_arn/],
  ])("fails on %s", (_, grant, problem) => {
    expect(() => setOf(grant)).toThrow(problem);
  });
});
