/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import type { Unnoticed } from "../../common/claims/claim";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

const PLACES = ["", "_second"] as const;
const KEYS = ["aws_kms_key.key", "aws_kms_replica_key.key_second", "aws_kms_replica_key.key_third"] as const;

/** @param mutant of a key's policy. @returns it for every key. */
function ofKeys(...mutants: readonly string[]): Unnoticed["mutants"] {
  const [first = "", ...more] = KEYS.flatMap((key) => mutants.map((mutant) => `${key} ${mutant}`));
  return [first, ...more];
}

export const UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: [
      "aws_iam_role.administrator TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent",
      ...PLACES.flatMap((place) =>
        ["writer", "reader"].map(
          (role) =>
            `aws_iam_role.${role}${place} TrustAccountWithMfa: without Bool aws:MultiFactorAuthPresent`,
        ),
      ),
    ],
    why: "the age of the second factor is sent only when there was one; the Bool stands for those who read the policy",
  },
  {
    mutants: ofKeys("TableKeyGrant: for every action"),
    why: "kms:GrantIsForAWSResource is sent with the actions on grants only, and the root statement leaves the others to policies of identities",
  },
  {
    mutants: ofKeys("TableKeyDescribe: gone", "TableKeyDescribe: without StringEquals kms:ViaService"),
    why: "the root statement leaves kms:DescribeKey to policies of identities; this one is for keys without it",
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
  {
    mutants: ofKeys("GrantKeyEncrypters2: for every action", "GrantKeyEncrypters3: for every action"),
    why: "who encrypts through S3 decrypts through it as well, under the same conditions, and no other action has an encryption context",
  },
  {
    mutants: ofKeys(
      "GrantKeyDecryptersDescribe: gone",
      "GrantKeyDecryptersDescribe: without StringEquals kms:ViaService",
    ),
    why: "writer and reader may look at the key anyway",
  },
  {
    mutants: [
      "aws_kms_replica_key.key_third TableKeyDescribe: for everybody",
      "aws_kms_replica_key.key_third GrantKeyEncryptersDescribe2: for everybody",
      "aws_kms_replica_key.key_third GrantKeyDecryptersDescribe: for everybody",
    ],
    why: "three regions are tried within a perimeter only, which refuses strangers by itself; of two regions it is noticed",
  },
  ...perimeterUnnoticed([
    { address: "aws_kms_key.key", serviceLinked: false },
    { address: "aws_kms_replica_key.key_second", serviceLinked: false },
    { address: "aws_kms_replica_key.key_third", serviceLinked: false },
    { address: "aws_s3_bucket_policy.files_policy" },
    { address: "aws_s3_bucket_policy.files_second_policy" },
    { address: "aws_s3_bucket_policy.files_third_policy" },
  ]),
];
