import type { Statement } from "../../../../modules/iam/policies/policy-document";
import { policyFindings } from "../../../../modules/iam/policy-findings";

const OBJECTS = "arn:aws:s3:::example/*";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";

const found = (kind: "managed" | "roleInline" | "bucket", more: Partial<Statement>) =>
  policyFindings(kind, [
    {
      sid: "A",
      actions: ["s3:UpdateObjectEncryption"],
      resources: [OBJECTS],
      ...(kind === "bucket" ? { principals: { aws: ["arn:aws:iam::111122223333:role/a"] } } : {}),
      ...more,
    },
  ]).filter((problem) => problem.includes("any-encryption-key"));

describe("the permission to put objects under another key", () => {
  it.each<[string, Partial<Statement>]>([
    ["without a condition", {}],
    ["in small letters, among others", { actions: ["s3:GetObject", "s3:updateobjectencryption"] }],
    ["by a wildcard", { actions: ["s3:Update*"] }],
    ["by another wildcard", { actions: ["s3:*Encryption"] }],
    ["under any key that is named", { conditions: { StringLike: { [KEY_ID]: "*" } } }],
    ["under a key, if one is named", { conditions: { StringEqualsIfExists: { [KEY_ID]: KEY } } }],
    ["under any key but one", { conditions: { StringNotEquals: { [KEY_ID]: KEY } } }],
    [
      "with a condition on something else",
      { conditions: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } },
    ],
  ])("is a finding %s", (_, more) => {
    for (const kind of ["managed", "roleInline", "bucket"] as const)
      expect(found(kind, more)).toHaveLength(1);
  });

  it.each<[string, Partial<Statement>]>([
    ["under one key", { conditions: { StringEquals: { [KEY_ID]: KEY } } }],
    [
      "under the keys of an account",
      { conditions: { ArnLike: { [KEY_ID]: "arn:aws:kms:*:111122223333:key/*" } } },
    ],
    ["where it is refused", { effect: "Deny" }],
    ["where everything is allowed", { actions: ["s3:*"] }],
    ["where it is not meant", { actions: ["s3:PutObject*"] }],
    ["with a reason", { acknowledge: { "any-encryption-key": "keys of customers" } }],
  ])("is none %s", (_, more) => {
    for (const kind of ["managed", "roleInline", "bucket"] as const) expect(found(kind, more)).toEqual([]);
  });
});
