/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import { AUDIT_UNNOTICED } from "../../common/claims/audit/unnoticed";
import type { Unnoticed } from "../../common/claims/claim";
import { PERIMETER_UNNOTICED } from "./perimeter";

export const UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: [
      "aws_iam_role.restorer TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.administrator TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.keeper TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.tester TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      "aws_iam_role.rekeyer TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
    ],
    why: "the age of the second factor is sent only when there was one; the Bool stands for those who read the policy",
  },
  {
    mutants: [
      "aws_iam_role_policy.writer_policy WriterBucket: gone",
      "aws_iam_role_policy.writer_policy WriterBucket: Action without *",
      "aws_iam_user_policy.writer_user_policy WriterBucket: gone",
      "aws_iam_user_policy.writer_user_policy WriterBucket: Action without *",
      "aws_iam_role_policy.restorer_policy RestorerEnvelope: Resource without *",
      "aws_iam_role_policy.restorer_policy RestorerBucket: Resource without *",
      "aws_iam_role_policy.restorer_policy RestorerDescribe: Resource without *",
      "aws_iam_role_policy.tester_policy WriterBucket: gone",
      "aws_iam_role_policy.tester_policy WriterBucket: Action without *",
      "aws_iam_role_policy.tester_policy RestorerEnvelope: Resource without *",
      "aws_iam_role_policy.tester_policy RestorerBucket: Resource without *",
      "aws_iam_role_policy.tester_policy RestorerDescribe: Resource without *",
      "aws_iam_role_policy.rekeyer_policy WriterBucket: gone",
      "aws_iam_role_policy.rekeyer_policy WriterBucket: Action without *",
      "aws_iam_role_policy.rekeyer_policy RestorerEnvelope: Resource without *",
      "aws_iam_role_policy.rekeyer_policy RestorerBucket: Resource without *",
      "aws_iam_role_policy.rekeyer_policy RestorerDescribe: Resource without *",
      "aws_iam_role_policy.rekeyer_policy RekeyerEnvelope: Resource without *",
    ],
    why: "the key policy names the role under the same conditions; its own policy says the same for those who read that",
  },
  {
    mutants: [
      "aws_iam_role_policy.administrator_policy ManageKey: gone",
      "aws_iam_role_policy.administrator_policy ManageKey: Action without *",
      "aws_iam_role_policy.administrator_policy ManageKey: Resource without *",
    ],
    why: "the key policy names the administrator for the same actions",
  },
  {
    mutants: [
      "aws_kms_key.key RestorerDescribe: gone",
      "aws_kms_replica_key.key_eu_west_1 RestorerDescribe: gone",
      "aws_kms_replica_key.key_eu_north_1 RestorerDescribe: gone",
    ],
    why: "the root statement leaves kms:DescribeKey to policies of identities, and the restorer's own policy allows it",
  },
  {
    mutants: [
      "aws_iam_role_policy.replication_destination_key_0_key_encrypters_of_etcd_ca_backup_replication_role KeyEncryptersDescribe: gone",
      "aws_iam_role_policy.replication_destination_key_0_key_decrypters_of_etcd_ca_backup_replication_role KeyDecryptersDescribe: gone",
    ],
    why: "the grants to encrypt and to decrypt bring the same statement each",
  },
  {
    mutants: [
      "aws_iam_role_policy.restorer_policy ListBackups: for every action",
      "aws_iam_role_policy.keeper_policy ListBackups: for every action",
      "aws_iam_role_policy.tester_policy ListBackups: for every action",
      "aws_iam_role_policy.rekeyer_policy ListBackups: for every action",
    ],
    why: "no other action on a bucket knows s3:prefix, which the statement requires",
  },
  {
    mutants: ["aws_iam_role_policy.administrator_policy ManageAlias: for every action"],
    why: "KMS has no other action on an alias",
  },
  ...AUDIT_UNNOTICED,
  ...PERIMETER_UNNOTICED,
];
