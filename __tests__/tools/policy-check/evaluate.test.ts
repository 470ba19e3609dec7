import type { ClaimContext, ClaimRequest } from "../../../presets/common/claims/claim";
import { evaluate, loadPolicies, type PolicySet } from "../../../tools/policy-check";
import type { PolicyStatement } from "../../../tools/policy-check/policy-set";
import "../../../tools/policy-check/jest-matchers";
import { DELEGATE, policyText, ROLE, stackText, TRUST } from "./stack";

/** A role with this policy, a key with that one, and a bucket. */
function setOf(
  identity: readonly PolicyStatement[],
  key: readonly PolicyStatement[] = [DELEGATE],
  role = {},
): PolicySet {
  return loadPolicies(
    stackText({
      aws_iam_policy: {
        nothing: {
          name: "nothing",
          policy: policyText({ Sid: "N", Effect: "Deny", Action: ["*"], Resource: ["*"] }),
        },
      },
      aws_iam_role: { reader: { name: "reader", assume_role_policy: TRUST, ...role } },
      aws_iam_role_policy: { own: { role: "${aws_iam_role.reader.name}", policy: policyText(...identity) } },
      aws_kms_key: { key: { policy: policyText(...key) } },
      aws_kms_alias: { alias: { name: "alias/a", target_key_id: "${aws_kms_key.key.key_id}" } },
      aws_s3_bucket: { b: { bucket: "b" } },
      aws_s3_bucket_server_side_encryption_configuration: {
        b: { bucket: "${aws_s3_bucket.b.bucket}", rule: [{ blocked_encryption_types: ["SSE-C"] }] },
      },
    }),
  );
}

function decrypt(set: PolicySet, context: ClaimContext = {}): ClaimRequest {
  const [resource = ""] = Object.keys(set.keys);
  return { principal: { kind: "role", arn: ROLE }, action: "kms:Decrypt", resource, context };
}

const OWN: PolicyStatement = {
  Sid: "Own",
  Effect: "Allow",
  Action: ["kms:Decrypt", "s3:PutObject"],
  Resource: ["*"],
};
const WITH_CONTEXT: PolicyStatement = {
  ...OWN,
  Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b" } },
};
const NAMED: PolicyStatement = {
  ...DELEGATE,
  Sid: "Named",
  Principal: { AWS: [ROLE] },
  Action: ["kms:Decrypt"],
};

describe("key policies", () => {
  it("leave the decision to policies of identities only where they say so", async () => {
    const without = setOf([OWN], [{ ...DELEGATE, Action: ["kms:PutKeyPolicy"] }]);
    await expect(setOf([OWN])).toAllow(decrypt(setOf([OWN])), "Own");
    await expect(without).toDeny(decrypt(without));
  });

  it("allow whom they name without a policy of its own", async () => {
    const set = setOf([{ ...OWN, Action: ["s3:PutObject"] }], [NAMED]);
    await expect(set).toAllow(decrypt(set), "Named");
  });

  it("have no answer where they use kms:ResourceAliases, which KMS does not know there", () => {
    const condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/a"] } };
    const set = setOf([OWN], [{ ...NAMED, Condition: condition }]);
    expect(evaluate(set, decrypt(set))).toMatchObject({
      effect: "unknown",
      dependsOn: [expect.stringContaining("kms:ResourceAliases in a key policy")],
    });
  });
});

describe("conditions on the encryption context", () => {
  const name = "kms:EncryptionContext:aws:s3:arn";

  it("are judged, not dropped", async () => {
    const set = setOf([WITH_CONTEXT]);
    await expect(set).toAllow(decrypt(set, { [name]: "arn:aws:s3:::b" }), "Own");
    await expect(set).toDeny(decrypt(set, { [name]: "arn:aws:s3:::other" }));
    await expect(set).toDeny(decrypt(set));
  });

  it("see the names of the whole context", async () => {
    const only = { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["a"] } };
    const set = setOf([{ ...OWN, Condition: only }]);
    await expect(set).toAllow(decrypt(set, { "kms:EncryptionContext:a": "1" }));
    await expect(set).toDeny(
      decrypt(set, { "kms:EncryptionContext:a": "1", "kms:EncryptionContext:b": "2" }),
    );
  });
});

describe("kms:ResourceAliases", () => {
  const aliases = { "kms:ResourceAliases": ["alias/a"] };

  it("matches with ForAnyValue", async () => {
    const set = setOf([{ ...OWN, Condition: { "ForAnyValue:StringEquals": aliases } }]);
    await expect(set).toAllow(decrypt(set));
    await expect(set).toDeny(decrypt(set, { "kms:ResourceAliases": [] }));
  });

  it("has no answer with a plain StringEquals, of which AWS says nothing", () => {
    const set = setOf([{ ...OWN, Condition: { StringEquals: aliases } }]);
    expect(evaluate(set, decrypt(set)).effect).toBe("unknown");
  });
});

describe("an evaluation", () => {
  it("fails on a condition key that AWS does not send with the action", () => {
    const set = setOf([OWN]);
    expect(() => evaluate(set, decrypt(set, { "s3:prefix": "x" }))).toThrow(
      /AWS does not send s3:prefix with kms:Decrypt/,
    );
  });

  it.each([
    ["an action that does not exist", { action: "kms:Decipher" }, /service 'kms' has no action 'Decipher'/],
    [
      "a pattern for a resource",
      { action: "s3:PutObject", resource: "arn:aws:s3:::b/*" },
      /names no single resource/,
    ],
    ["an unknown key", { resource: "arn:aws:kms:eu-west-1:111122223333:key/x" }, /no policy is known of/],
    [
      "an unknown bucket",
      { action: "s3:PutObject", resource: "arn:aws:s3:::c/x" },
      /nothing is known of bucket/,
    ],
    ["an unknown role", { principal: { kind: "role", arn: `${ROLE}2` } as const }, /is not in the stack/],
  ])("fails on %s", (_, change, message) => {
    const set = setOf([OWN]);
    expect(() => evaluate(set, { ...decrypt(set), ...change })).toThrow(message);
  });

  it("minds permission boundaries", async () => {
    const set = setOf([OWN], [DELEGATE], { permissions_boundary: "${aws_iam_policy.nothing.arn}" });
    await expect(set).toDeny(decrypt(set), "N");
  });

  it("minds encryption types that a bucket blocks", async () => {
    const set = setOf([OWN]);
    const put = { ...decrypt(set), action: "s3:PutObject", resource: "arn:aws:s3:::b/x" };
    const header = { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" };
    await expect(set).toAllow(put, "Own");
    await expect(set).toDeny({ ...put, context: header }, "blocked_encryption_types");
  });
});

describe("toAllow and toDeny", () => {
  const set = setOf([WITH_CONTEXT]);

  it("fail with the statement that allows", async () => {
    const request = decrypt(set, { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b" });
    await expect(expect(set).toDeny(request)).rejects.toThrow(
      /expected: denied\n {2}got: allowed by 'Own' of aws_iam_role_policy.own, 'Delegate' of aws_kms_key.key\n {2}role arn:aws:iam::111122223333:role\/reader: kms:Decrypt on/,
    );
  });

  it("fail with the conditions that do not hold", async () => {
    await expect(expect(set).toAllow(decrypt(set))).rejects.toThrow(
      /no statement allows it\n {4}'Own' of aws_iam_role_policy.own does not apply: StringEquals kms:EncryptionContext:aws:s3:arn does not hold/,
    );
  });

  it("fail when another statement decides", async () => {
    await expect(expect(set).toDeny(decrypt(set), "DenyAll")).rejects.toThrow(
      /expected: denied by 'DenyAll'/,
    );
  });

  it("fail with `not`, which would hide the statement", async () => {
    await expect(expect(set).not.toAllow(decrypt(set))).rejects.toThrow(/use toDeny in place of not.toAllow/);
  });
});
