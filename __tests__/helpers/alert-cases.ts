/** Which records raise which alert, for event rules and metric filters alike. */
import type { AlertName, AlertSubjects } from "../../modules/audit";
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
  REGION,
  serviceRecord,
  type TrailRecord,
  trailRecord,
} from "./cloudtrail-records";

/** What the cases watch. */
export const WATCHED: AlertSubjects = {
  keys: [{ keyArn: KEY_ARN, keyId: KEY_ID }],
  aliases: [ALIAS],
  trailName: "audit",
};

const trailArn = (name: string) => `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`;
const incorrectKey: TrailRecord = {
  errorCode: "IncorrectKeyException",
  errorMessage: "The key ID in the request does not identify a CMK that can perform this operation.",
};

interface AlertCases {
  readonly raised: readonly (readonly [string, TrailRecord])[];
  readonly silent: readonly (readonly [string, TrailRecord])[];
}

export const ALERT_CASES: Readonly<Record<AlertName, AlertCases>> = {
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
  trailChanged: {
    raised: [
      ["by name", trailRecord("StopLogging", { name: "audit" })],
      ["by ARN", trailRecord("DeleteTrail", { name: trailArn("audit") })],
      ["in what it records", trailRecord("PutEventSelectors", { trailName: "audit" })],
      [
        "or tried to be",
        {
          ...trailRecord("StopLogging", {}),
          requestParameters: null,
          errorCode: "AccessDenied",
          errorMessage: `User: x is not authorized to perform: cloudtrail:StopLogging on resource: ${trailArn("audit")} because of y`,
        },
      ],
    ],
    silent: [
      ["another trail", trailRecord("StopLogging", { name: "audit-2" })],
      ["another trail by ARN", trailRecord("StopLogging", { name: trailArn("my-audit") })],
      ["a trail that starts", trailRecord("StartLogging", { name: "audit" })],
    ],
  },
};

/** Every case in one row: alert, what it is about, the record, whether the alert is raised. */
export const ALL_CASES = Object.entries(ALERT_CASES).flatMap(([name, { raised, silent }]) => [
  ...raised.map(([says, record]) => [name as AlertName, says, record, true] as const),
  ...silent.map(([says, record]) => [name as AlertName, says, record, false] as const),
]);
