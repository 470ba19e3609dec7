/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import type { Unnoticed } from "../../common/claims/claim";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

export const UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: [
      "aws_iam_role.administrator TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.deployer TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.reader TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
    ],
    why: "the age of the second factor is sent only when there was one; the Bool stands for those who read the policy",
  },
  {
    mutants: [
      "aws_iam_role_policy.administrator_policy ManageKey: gone",
      "aws_iam_role_policy.administrator_policy ManageKey: Action without *",
      "aws_iam_role_policy.administrator_policy ManageKey: Resource without *",
    ],
    why: "the key policies name the administrator for the same actions",
  },
  {
    mutants: ["aws_iam_role_policy.administrator_policy ManageAlias: for every action"],
    why: "KMS has no other action on an alias",
  },
  ...perimeterUnnoticed([
    { address: "aws_kms_key.key" },
    { address: "aws_kms_replica_key.key_eu_west_1" },
    { address: "aws_s3_bucket_policy.states_policy" },
  ]),
];
