/** Changes to the policies of a source's roles that no claim notices, and why that is right. */
import type { Unnoticed } from "../../common/claims/claim";

export const UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: ["aws_iam_role.writer TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent"],
    why: "the age of the second factor is sent only when there was one; the Bool stands for those who read the policy",
  },
  {
    mutants: ["aws_iam_role_policy.restorer_policy RestorerList: for every action"],
    why: "s3:prefix is sent with the two actions of the statement only",
  },
];
