/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import type { Unnoticed } from "../../../../presets/common/claims/claim";

export const UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: [
      "aws_kms_key.key AttachPersistentResources: for every action",
      "aws_kms_key.symmetricEncryption-key AttachPersistentResources: for every action",
    ],
    why: "no other action knows kms:GrantIsForAWSResource, which the statements require",
  },
  {
    mutants: ["aws_kms_key.symmetricEncryption-key BackupGrants: for every action"],
    why: "no other action knows both kms:GrantIsForAWSResource and kms:EncryptionContextKeys, which the statement requires",
  },
  {
    mutants: [
      "aws_kms_key.grantAdministrators-key KeyGrantAdministrators: for every action",
      "aws_kms_key.grantAdministrators-key GrantKeyGrantAdministrators: for every action",
      "aws_kms_key.grantAdministrators-rotated_1_BFEAB298 GrantKeyGrantAdministrators: for every action",
      "aws_kms_key.grantAdministrators-rotated_2_B3DAC49E GrantKeyGrantAdministrators: for every action",
    ],
    why: "no other action knows kms:GrantOperations, which the statement requires",
  },
  {
    mutants: [
      "aws_iam_role_policy.symmetricEncryption-0_key-administrators-of-test-grant-administer_31BA575C KeyAdministrators: for every action",
    ],
    why: "the key policy leaves no more than management to policies of identities",
  },
  {
    mutants: [
      "aws_iam_role_policy.symmetricEncryption-1_key-encrypters-of-test-grant-encrypt-decrypt_7776EB8E KeyEncrypters: Action without kms:DescribeKey",
      "aws_iam_role_policy.symmetricEncryption-1_key-decrypters-of-test-grant-encrypt-decrypt_63B840F9 KeyDecrypters: Action without kms:DescribeKey",
      "aws_iam_role_policy.asymmetricEncryption-1_key-encrypters-of-test-grant-encrypt-decrypt_D1ABD6AA KeyEncrypters: Action without kms:DescribeKey",
      "aws_iam_role_policy.asymmetricEncryption-1_key-decrypters-of-test-grant-encrypt-decrypt_2BF95A9F KeyDecrypters: Action without kms:DescribeKey",
      "aws_iam_role_policy.signing-1_key-signers-of-test-grant-sign-verify_6CE490DC KeySigners: Action without kms:DescribeKey",
      "aws_iam_role_policy.signing-1_key-signers-of-test-grant-sign-verify_6CE490DC KeySigners: Action without kms:GetPublicKey",
      "aws_iam_role_policy.signing-1_key-verifiers-of-test-grant-sign-verify_7FA753B7 KeyVerifiers: Action without kms:DescribeKey",
      "aws_iam_role_policy.signing-1_key-verifiers-of-test-grant-sign-verify_7FA753B7 KeyVerifiers: Action without kms:GetPublicKey",
    ],
    why: "the methods for both halves of a use give each half its own statement, and each lets look at the key",
  },
];
