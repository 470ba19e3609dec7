/** Of alerts on keys and aliases. */
import {
  ACCOUNT,
  ALIAS,
  ALIAS_ARN,
  aliasRecord,
  decrypted,
  denied,
  KEY_ARN,
  KEY_ID,
  keyResource,
  kmsRecord,
  OTHER_KEY_ARN,
  OTHER_KEY_ID,
  serviceRecord,
} from "../cloudtrail-records";
import { type AlertCases, incorrectKey, onKey, onOtherKey } from "./subjects";

export const KEY_CASES = {
  failedDecrypts: {
    raised: [
      ["refused by a policy, with the key in the message only", denied("Decrypt")],
      ["refused by a policy, with the key under resources", { ...decrypted(), errorCode: "AccessDenied" }],
      ["with a ciphertext of another key", { ...decrypted(), ...incorrectKey }],
      [
        "asked for by alias",
        kmsRecord("Decrypt", { ...incorrectKey, requestParameters: { keyId: ALIAS }, resources: [] }),
      ],
      [
        "asked for by the alias's ARN",
        kmsRecord("Decrypt", { ...incorrectKey, requestParameters: { keyId: ALIAS_ARN }, resources: [] }),
      ],
      [
        "while the key is to be deleted",
        kmsRecord("Decrypt", {
          errorCode: "KMSInvalidStateException",
          errorMessage: `${KEY_ARN} is pending deletion.`,
          requestParameters: null,
          resources: undefined,
        }),
      ],
      [
        "refused to a principal for whom S3 asks",
        denied("Decrypt", KEY_ARN, {
          userIdentity: { type: "AssumedRole", accountId: ACCOUNT, invokedBy: "s3.amazonaws.com" },
          sourceIPAddress: "s3.amazonaws.com",
          userAgent: "s3.amazonaws.com",
        }),
      ],
      [
        "of another account that may use the key",
        kmsRecord("Decrypt", {
          ...incorrectKey,
          userIdentity: { type: "AWSAccount", principalId: "EX_PRINCIPAL_ID", accountId: "444455556666" },
          sharedEventID: "35f1ba2b-2c54-4c0c-9d7e-cb4ee1e4a02e",
        }),
      ],
      ["of a ReEncrypt from this key", denied("ReEncrypt")],
      [
        "of a ReEncrypt that names the other key first",
        kmsRecord("ReEncrypt", {
          ...incorrectKey,
          requestParameters: { sourceKeyId: KEY_ARN, destinationKeyId: OTHER_KEY_ARN },
          resources: [keyResource(OTHER_KEY_ARN), keyResource(KEY_ARN)],
        }),
      ],
    ],
    silent: [
      ["a decrypt that went through", decrypted()],
      ["a refused decrypt with another key", denied("Decrypt", OTHER_KEY_ARN)],
      ["a failed decrypt with another key", { ...decrypted(OTHER_KEY_ARN), ...incorrectKey }],
      [
        "a failed decrypt by an alias that only ends alike",
        kmsRecord("Decrypt", {
          ...incorrectKey,
          requestParameters: { keyId: `alias/other/${ALIAS}` },
          resources: [],
        }),
      ],
      ["a refused encrypt", denied("Encrypt")],
      [
        "a refused call of another service that names the key",
        { ...denied("Decrypt"), eventSource: "s3.amazonaws.com" },
      ],
    ],
  },
  keyDisabled: {
    raised: [
      ["by id", kmsRecord("DisableKey", { readOnly: false })],
      [
        "by ARN, for deletion",
        kmsRecord("ScheduleKeyDeletion", { requestParameters: { keyId: KEY_ARN, pendingWindowInDays: 7 } }),
      ],
      ["or tried to be", denied("DisableKey")],
      ["when it is gone", serviceRecord("DeleteKey")],
    ],
    silent: [
      ["a key that is enabled", kmsRecord("EnableKey")],
      [
        "another key that is disabled",
        kmsRecord("DisableKey", {
          requestParameters: { keyId: OTHER_KEY_ID },
          resources: [keyResource(OTHER_KEY_ARN)],
        }),
      ],
      ["a deletion that is cancelled", kmsRecord("CancelKeyDeletion")],
      ["another key that is gone", serviceRecord("DeleteKey", OTHER_KEY_ARN)],
    ],
  },
  keyPolicyChanged: {
    raised: [
      ["in fact", kmsRecord("PutKeyPolicy", { requestParameters: { keyId: KEY_ID, policyName: "default" } })],
      ["or tried to be", denied("PutKeyPolicy")],
    ],
    silent: [
      ["a policy that is read", kmsRecord("GetKeyPolicy")],
      ["another key's policy that changes", denied("PutKeyPolicy", OTHER_KEY_ARN)],
    ],
  },
  aliasMoved: {
    raised: [
      ["away to another key", aliasRecord("UpdateAlias", ALIAS, OTHER_KEY_ID)],
      ["by its deletion", aliasRecord("DeleteAlias", ALIAS)],
      ["when a new one stands for the key", aliasRecord("CreateAlias", "alias/else", KEY_ID, KEY_ARN)],
      [
        "when another one is moved to the key by ARN",
        aliasRecord("UpdateAlias", "alias/else", KEY_ARN, KEY_ARN),
      ],
      ["or tried to be", denied("UpdateAlias", ALIAS_ARN)],
    ],
    silent: [
      ["an alias that only begins alike", aliasRecord("DeleteAlias", `${ALIAS}-old`)],
      ["a refusal for an alias that only begins alike", denied("UpdateAlias", `${ALIAS_ARN}-old`)],
      ["an alias of another key", aliasRecord("CreateAlias", "alias/else", OTHER_KEY_ID)],
      ["aliases that are listed", kmsRecord("ListAliases", { requestParameters: { keyId: KEY_ID } })],
    ],
  },
  keyMaterialDeleted: {
    raised: [
      ["by somebody", kmsRecord("DeleteImportedKeyMaterial")],
      ["when it expires", serviceRecord("DeleteExpiredKeyMaterial")],
    ],
    silent: [
      ["material that is imported", kmsRecord("ImportKeyMaterial")],
      [
        "another key's material that is deleted",
        kmsRecord("DeleteImportedKeyMaterial", {
          requestParameters: { keyId: OTHER_KEY_ID },
          resources: [keyResource(OTHER_KEY_ARN)],
        }),
      ],
    ],
  },
  grantChanged: {
    raised: [
      [
        "by a grant",
        onKey("CreateGrant", {
          operations: ["Decrypt"],
          granteePrincipal: "arn:aws:iam::444455556666:role/x",
        }),
      ],
      ["by a grant that was tried", denied("CreateGrant")],
      [
        "by the end of one, whose record names nothing but the resource",
        kmsRecord("RetireGrant", { requestParameters: null }),
      ],
      ["by who takes one back", onKey("RevokeGrant", { grantId: "abc" })],
    ],
    silent: [
      ["grants that are listed", onKey("ListGrants")],
      ["a grant on another key", onOtherKey("CreateGrant")],
    ],
  },
  keyReplicated: {
    raised: [
      [
        "to a region, with a policy of its own",
        onKey("ReplicateKey", { replicaRegion: "us-west-2", policy: "{}" }),
      ],
      ["when its primary moves", onKey("UpdatePrimaryRegion", { primaryRegion: "us-west-2" })],
      ["or tried to be", denied("ReplicateKey")],
    ],
    silent: [
      ["another key that is", onOtherKey("ReplicateKey")],
      ["copies that KMS keeps alike", serviceRecord("SynchronizeMultiRegionKey")],
    ],
  },
  keyMaterialImported: {
    raised: [
      ["once more", onKey("ImportKeyMaterial", { expirationModel: "KEY_MATERIAL_EXPIRES" })],
      ["or tried to be", denied("ImportKeyMaterial")],
    ],
    silent: [
      ["parameters for it", onKey("GetParametersForImport")],
      ["another key's", onOtherKey("ImportKeyMaterial")],
    ],
  },
  keyRotationChanged: {
    raised: [
      ["off", onKey("DisableKeyRotation")],
      ["to another period", onKey("EnableKeyRotation", { rotationPeriodInDays: 2560 })],
      ["or tried to be", denied("DisableKeyRotation")],
    ],
    silent: [
      ["a rotation", serviceRecord("RotateKey")],
      ["another key's", onOtherKey("DisableKeyRotation")],
    ],
  },
} satisfies Readonly<Record<string, AlertCases>>;
