/** Changes to the policies of either half of a pair that no claim notices, and why that is right. */
import type { Unnoticed } from "./claim";

/** Of a role: what its own policy says beside the key policy. */
const MANAGED: readonly Unnoticed[] = [
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
];

/** @param roles with a second factor */
export function commonUnnoticed(...roles: readonly [string, ...string[]]): readonly Unnoticed[] {
  const [first, ...others] = roles.map(
    (role) => `aws_iam_role.${role} TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent`,
  );
  return [
    {
      mutants: [first ?? "", ...others],
      why: "the age of the second factor is sent only when there was one; the Bool stands for those who read the policy",
    },
    ...MANAGED,
  ];
}
