/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import type { Unnoticed } from "../../common/claims/claim";
import { commonUnnoticed } from "../../common/claims/pair-unnoticed";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

export const UNNOTICED: readonly Unnoticed[] = [
  ...commonUnnoticed("writer", "reader", "administrator"),
  {
    mutants: ["aws_iam_role_policy.administrator_policy ManageKey: Resource without *"],
    why: "the policy of each key names the administrator for the same actions",
  },
  {
    mutants: [
      "aws_iam_role_policy.key_key_encrypters_of_s3_replication_writer KeyEncryptersDescribe: gone",
      "aws_iam_role_policy.key_key_decrypters_of_s3_replication_writer KeyDecryptersDescribe: gone",
      "aws_iam_role_policy.replica_key_key_encrypters_of_s3_replication_replication_role KeyEncryptersDescribe: gone",
      "aws_iam_role_policy.replica_key_key_decrypters_of_s3_replication_replication_role KeyDecryptersDescribe: gone",
      "aws_iam_role_policy.replication_destination_key_0_key_encrypters_of_s3_replication_replication_role KeyEncryptersDescribe: gone",
      "aws_iam_role_policy.replication_destination_key_0_key_decrypters_of_s3_replication_replication_role KeyDecryptersDescribe: gone",
    ],
    why: "the grants to encrypt and to decrypt bring the same statement each",
  },
  ...perimeterUnnoticed([
    { address: "aws_kms_key.key", throughServices: true, serviceLinked: false },
    { address: "aws_kms_key.replica_key", throughServices: true, serviceLinked: false },
    { address: "aws_s3_bucket_policy.source_policy" },
    { address: "aws_s3_bucket_policy.replica_policy" },
    { address: "aws_s3_bucket_policy.reports_policy" },
  ]),
  {
    mutants: [
      "aws_s3_bucket_policy.replica_policy DenyOtherNetworks: ArnNotLikeIfExists aws:PrincipalArn without arn:aws:iam::111122223333:role/s3-replication-batch-replication",
      "aws_s3_bucket_policy.reports_policy DenyOtherNetworks: ArnNotLikeIfExists aws:PrincipalArn without arn:aws:iam::111122223333:role/s3-replication-replication",
    ],
    why: "every bucket exempts each role that S3 alone assumes, and of these two, one writes replicas and the other one reports",
  },
];
