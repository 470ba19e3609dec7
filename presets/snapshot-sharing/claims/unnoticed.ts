/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import type { Unnoticed } from "../../common/claims/claim";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

export const UNNOTICED: readonly Unnoticed[] = [
  ...perimeterUnnoticed([
    { address: "aws_kms_key.key", otherAccounts: true, serviceLinked: false, throughServices: true },
  ]),
  {
    mutants: [
      "aws_iam_role.sharer TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.copier TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.administrator TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
    ],
    why: "the age of the second factor is sent only when there was one; the Bool stands for those who read the policy",
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
  {
    mutants: [
      "aws_iam_role_policy.sharer_policy TagCopies: for every action",
      "aws_iam_role_policy.copier_policy TagCopies: for every action",
    ],
    why: "EC2 sends ec2:CreateAction with tags that are set while something is made, and with nothing else",
  },
  {
    mutants: ["aws_iam_role_policy.sharer_policy ShareSnapshots: for every action"],
    why: "EC2 sends ec2:Add/userId with that action only",
  },
  {
    mutants: ["aws_iam_role_policy.sharer_policy LookAtKeys: for every resource"],
    why: "the evaluator knows keys of the stack's region only; policies.test.ts looks at the statement",
  },
  {
    mutants: ["aws_kms_key.key CopyToRegionsGrants: for every action"],
    why: "kms:GrantIsForAWSResource is sent with actions on grants only, of which the root statement lets the account's policies list and revoke",
  },
  {
    mutants: [
      "aws_iam_role_policy.copier_policy CopyDatabaseSnapshots: Resource without arn:aws:rds:eu-central-1:777788889999:cluster-snapshot:*",
      "aws_iam_role_policy.copier_policy CopyDatabaseSnapshots: Resource without arn:aws:rds:eu-central-1:777788889999:snapshot:*",
    ],
    why: "RDS judges whether another account's snapshot is shared, and no policy says it: the evaluator cannot; policies.test.ts looks at the statement",
  },
];
