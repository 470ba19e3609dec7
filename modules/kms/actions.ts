/**
 * Named lists of KMS actions, frozen: they stand in every policy, and their form is looked at once. Wildcards are left out on purpose: what AWS
 * adds later is allowed to nobody until it is added here.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Key Management Service".
 */

/** Uses the key's material, or can hand that use to somebody else through a payload. Never given to administrators. */
export const CRYPTOGRAPHIC_ACTIONS = Object.freeze([
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
] as const);

/** A grant can allow every cryptographic operation, so whoever may create one has them all. */
export const GRANT_ACTION = "kms:CreateGrant";

/** Everything that can be done with an existing key, but cryptographic operations and {@link GRANT_ACTION}. */
export const KEY_MANAGEMENT_ACTIONS = Object.freeze([
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DeleteImportedKeyMaterial",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyLastUsage",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:GetParametersForImport",
  "kms:GetPublicKey",
  "kms:ImportKeyMaterial",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:SynchronizeMultiRegionKey",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
] as const);

/** Also need a permission on the alias itself, which only a policy of the identity can give. */
export const ALIAS_ACTIONS = Object.freeze([
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:UpdateAlias",
] as const);
