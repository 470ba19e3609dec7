/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import type { Unnoticed } from "../../common/claims/claim";

export const UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: ["aws_iam_role_policy.function_policy BecomeRoleOfBackups: for every action"],
    why: "the trust policy of that role allows nothing but to assume it",
  },
];
