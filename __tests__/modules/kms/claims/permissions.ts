/**
 * What each audience may do on each kind of key, in full: an action that is not named is refused. Written out, although the policies are made from such
 * lists too: a claim must not follow what it checks.
 */
import type { AudienceName } from "../../../../modules/kms";
import type { KeyKind } from "../../../../modules/kms/key-spec";
import { MANAGES_KEY } from "../../../../presets/common/claims/key-claims";

/** Uses of all kinds of keys, and the grant that can pass each of them on. */
const USES = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GenerateMac",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:Sign",
  "kms:Verify",
  "kms:VerifyMac",
] as const;

/** Every action on a key. */
export const EVERYTHING: readonly string[] = [...MANAGES_KEY, ...USES];

/** What matters to those whom a statement is not about: every use, and a sample of the rest. */
export const SAMPLE: readonly string[] = [
  ...USES,
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:GetPublicKey",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
];

/** Refused to the account itself, as long as its key policy does not leave uses to policies of identities. */
export const NEVER_DELEGATED: readonly string[] = USES;

const DESCRIBE = ["kms:DescribeKey"];
const PUBLIC = ["kms:DescribeKey", "kms:GetPublicKey"];
const READ = [
  "kms:DescribeKey",
  "kms:GetKeyLastUsage",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
];
const EVERY_KIND = { owners: EVERYTHING, administrators: MANAGES_KEY };
const PUBLIC_HALF = { ...EVERY_KIND, auditors: [...READ, "kms:GetPublicKey"], describers: PUBLIC };
const SECRET = { ...EVERY_KIND, auditors: READ, describers: DESCRIBE };

type Permissions = Readonly<Partial<Record<AudienceName, readonly string[]>>>;

export const PERMISSIONS: Readonly<Record<KeyKind, Permissions>> = {
  symmetricEncryption: {
    ...SECRET,
    users: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyPair",
      "kms:GenerateDataKeyPairWithoutPlaintext",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    encryptOnly: [
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyPair",
      "kms:GenerateDataKeyPairWithoutPlaintext",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptTo",
    ],
    decryptOnly: ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"],
  },
  asymmetricEncryption: {
    ...PUBLIC_HALF,
    users: ["kms:Decrypt", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", ...PUBLIC],
    encryptOnly: ["kms:Encrypt", "kms:ReEncryptTo", ...PUBLIC],
    decryptOnly: ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"],
  },
  signing: {
    ...PUBLIC_HALF,
    users: ["kms:Sign", "kms:Verify", ...PUBLIC],
    signers: ["kms:Sign", ...PUBLIC],
    verifiers: ["kms:Verify", ...PUBLIC],
  },
  mac: {
    ...SECRET,
    users: ["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
    macUsers: ["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
    macGenerators: ["kms:DescribeKey", "kms:GenerateMac"],
    macVerifiers: ["kms:DescribeKey", "kms:VerifyMac"],
  },
  keyAgreement: {
    ...PUBLIC_HALF,
    users: ["kms:DeriveSharedSecret", ...PUBLIC],
    keyAgreement: ["kms:DeriveSharedSecret", ...PUBLIC],
  },
};

/** A key of each kind. */
export const KEYS = {
  symmetricEncryption: {},
  asymmetricEncryption: { keySpec: "RSA_3072", keyUsage: "ENCRYPT_DECRYPT" },
  signing: { keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" },
  mac: { keySpec: "HMAC_512" },
  keyAgreement: { keySpec: "ECC_NIST_P384", keyUsage: "KEY_AGREEMENT" },
} as const;

export const KINDS = Object.keys(KEYS) as readonly KeyKind[];

/** Only AWS services make such requests for their callers. */
export const FOR_AWS = { "kms:GrantIsForAWSResource": "true" };
