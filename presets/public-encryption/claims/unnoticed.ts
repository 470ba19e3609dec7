/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import type { Unnoticed } from "../../common/claims/claim";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

export const UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: [
      "aws_iam_role.opener TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.administrator TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
    ],
    why: "the age of the second factor is sent only when there was one; the Bool stands for those who read the policy",
  },
  {
    mutants: [
      "aws_iam_role_policy.opener_policy Look: gone",
      "aws_iam_role_policy.opener_policy Look: Action without *",
      "aws_iam_role_policy.opener_policy Open: gone",
      "aws_iam_role_policy.opener_policy Open: StringEquals kms:EncryptionAlgorithm without *",
    ],
    why: "the key policy names the opener for the same; its own policy says it for those who read that",
  },
  {
    mutants: [
      "aws_iam_role_policy.administrator_policy ManageKey: gone",
      "aws_iam_role_policy.administrator_policy ManageKey: Action without *",
    ],
    why: "the key policy names the administrator for the same actions",
  },
  {
    mutants: ["aws_iam_role_policy.administrator_policy ManageAlias: for every action"],
    why: "KMS has no other action on an alias",
  },
  ...perimeterUnnoticed([{ address: "aws_kms_key.key" }]),
];
