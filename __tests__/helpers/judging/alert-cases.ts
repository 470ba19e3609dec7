/** Which records raise which alert, for event rules and metric filters alike. */
import type { AlertName, AlertSubjects } from "../../../modules/audit";
import {
  ACCOUNT,
  ALIAS,
  ALIAS_ARN,
  aliasRecord,
  callRecord,
  decrypted,
  denied,
  iamRecord,
  KEY_ARN,
  KEY_ID,
  keyResource,
  kmsRecord,
  OTHER_KEY_ARN,
  OTHER_KEY_ID,
  REGION,
  serviceRecord,
  TOPIC_ARN,
  type TrailRecord,
  trailRecord,
} from "./cloudtrail-records";

/** What the cases watch. */
export const WATCHED: AlertSubjects = {
  keys: [{ keyArn: KEY_ARN, keyId: KEY_ID }],
  aliases: [ALIAS],
  trailName: "audit",
  buckets: ["example-backups"],
  roles: ["backup-writer"],
  users: ["backup-host"],
  prefix: "backups-",
  logGroupName: "/audit",
  topicArn: TOPIC_ARN,
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

/** A call on a key of KMS, which names it in what it asks for. */
const onKey = (eventName: string, requestParameters: TrailRecord = {}) =>
  kmsRecord(eventName, { readOnly: false, requestParameters: { keyId: KEY_ID, ...requestParameters } });

const onOtherKey = (eventName: string) =>
  kmsRecord(eventName, {
    requestParameters: { keyId: OTHER_KEY_ID },
    resources: [keyResource(OTHER_KEY_ARN)],
  });

/** Made of a call, of which S3 says the name of the bucket whether it allows it or not. */
const onBucket = (eventName: string, bucketName = "example-backups", more: TrailRecord = {}) =>
  callRecord("s3", eventName, { bucketName, Host: `${bucketName}.s3.${REGION}.amazonaws.com` }, more);

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
  bucketAccessChanged: {
    raised: [
      ["by a policy", onBucket("PutBucketPolicy")],
      ["by the loss of its policy", onBucket("DeleteBucketPolicy")],
      ["to the public", onBucket("DeleteBucketPublicAccessBlock")],
      ["to the public, in part", onBucket("PutBucketPublicAccessBlock")],
      ["by an access list", onBucket("PutBucketAcl")],
      ["to other owners of objects", onBucket("PutBucketOwnershipControls")],
      ["by the loss of its owner's word", onBucket("DeleteBucketOwnershipControls")],
      [
        "or tried to be",
        onBucket("PutBucketPolicy", undefined, { errorCode: "AccessDenied", errorMessage: "Access Denied" }),
      ],
    ],
    silent: [
      ["a policy that is read", onBucket("GetBucketPolicy")],
      ["another bucket", onBucket("PutBucketPolicy", "example-backups-2")],
      ["what keeps its objects", onBucket("PutBucketVersioning")],
    ],
  },
  bucketProtectionChanged: {
    raised: [
      ["by rules that expire", onBucket("PutBucketLifecycle")],
      ["by rules that expire, as the API calls it", onBucket("PutBucketLifecycleConfiguration")],
      ["by the loss of its rules", onBucket("DeleteBucketLifecycle")],
      ["by what ends versions", onBucket("PutBucketVersioning")],
      ["by another key", onBucket("PutBucketEncryption")],
      ["by the loss of its key", onBucket("DeleteBucketEncryption")],
      ["by a shorter lock", onBucket("PutBucketObjectLockConfiguration")],
      ["by a shorter lock, as the API calls it", onBucket("PutObjectLockConfiguration")],
      ["by copies elsewhere", onBucket("PutBucketReplication")],
      ["by the end of copies", onBucket("DeleteBucketReplication")],
      ["to nothing", onBucket("DeleteBucket")],
      ["or tried to be", onBucket("DeleteBucket", undefined, { errorCode: "AccessDenied" })],
    ],
    silent: [
      ["rules that are read", onBucket("GetBucketLifecycle")],
      ["another bucket", onBucket("DeleteBucket", "my-example-backups")],
      ["tags", onBucket("PutBucketTagging")],
    ],
  },
  objectsReencrypted: {
    raised: [
      [
        "one by one",
        onBucket("UpdateObjectEncryption", undefined, {
          eventCategory: "Data",
          managementEvent: false,
          resources: [
            { type: "AWS::S3::Object", ARN: "arn:aws:s3:::example-backups/etcd/x" },
            { accountId: ACCOUNT, type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::example-backups" },
          ],
        }),
      ],
    ],
    silent: [
      ["an upload", onBucket("PutObject")],
      ["an object elsewhere", onBucket("UpdateObjectEncryption", "other")],
    ],
  },
  roleChanged: {
    raised: [
      ["in what it may do", iamRecord("PutRolePolicy", { roleName: "backup-writer", policyName: "x" })],
      ["by a policy of AWS", iamRecord("AttachRolePolicy", { roleName: "backup-writer" })],
      ["in who may assume it", iamRecord("UpdateAssumeRolePolicy", { roleName: "backup-writer" })],
      [
        "by the loss of its boundary",
        iamRecord("DeleteRolePermissionsBoundary", { roleName: "backup-writer" }),
      ],
      ["by another boundary", iamRecord("PutRolePermissionsBoundary", { roleName: "backup-writer" })],
      [
        "by a profile that gives it to instances",
        iamRecord("AddRoleToInstanceProfile", { roleName: "backup-writer" }),
      ],
      ["to nothing", iamRecord("DeleteRole", { roleName: "backup-writer" })],
      [
        "or tried to be",
        iamRecord("PutRolePolicy", null, {
          errorCode: "AccessDenied",
          errorMessage:
            "User: x is not authorized to perform: iam:PutRolePolicy on resource: role backup-writer because no identity-based policy allows the iam:PutRolePolicy action",
        }),
      ],
    ],
    silent: [
      ["another role", iamRecord("PutRolePolicy", { roleName: "backup-writer-2" })],
      ["a role that is read", iamRecord("GetRolePolicy", { roleName: "backup-writer" })],
      [
        "a refusal for another role",
        iamRecord("PutRolePolicy", null, {
          errorMessage:
            "User: x is not authorized to perform: y on resource: role my-backup-writer because z",
        }),
      ],
    ],
  },
  userChanged: {
    raised: [
      ["by a new access key", iamRecord("CreateAccessKey", { userName: "backup-host" })],
      ["by a password", iamRecord("CreateLoginProfile", { userName: "backup-host" })],
      ["in what it may do", iamRecord("PutUserPolicy", { userName: "backup-host" })],
      ["by a group", iamRecord("AddUserToGroup", { userName: "backup-host", groupName: "x" })],
      [
        "or tried to be",
        iamRecord("CreateAccessKey", null, {
          errorMessage:
            "User: x is not authorized to perform: iam:CreateAccessKey on resource: user backup-host because z",
        }),
      ],
    ],
    silent: [
      ["another user", iamRecord("CreateAccessKey", { userName: "backup-host-2" })],
      ["keys that are listed", iamRecord("ListAccessKeys", { userName: "backup-host" })],
    ],
  },
  alertRulesChanged: {
    raised: [
      ["to nothing", callRecord("events", "DeleteRule", { name: "backups-failed-decrypts" })],
      ["off", callRecord("events", "DisableRule", { name: "backups-failed-decrypts" })],
      [
        "to see less",
        callRecord("events", "PutRule", { name: "backups-failed-decrypts", eventPattern: "{}" }),
      ],
      [
        "to tell nobody",
        callRecord("events", "RemoveTargets", { rule: "backups-failed-decrypts", ids: ["topic"] }),
      ],
      ["to tell others", callRecord("events", "PutTargets", { rule: "backups-failed-decrypts" })],
      [
        "or tried to be",
        callRecord("events", "DeleteRule", null, {
          errorCode: "AccessDenied",
          errorMessage: `User: x is not authorized to perform: events:DeleteRule on resource: arn:aws:events:${REGION}:${ACCOUNT}:rule/backups-failed-decrypts because y`,
        }),
      ],
    ],
    silent: [
      ["another rule", callRecord("events", "DeleteRule", { name: "nightly-backups-1" })],
      ["rules that are listed", callRecord("events", "ListRules", { namePrefix: "backups-" })],
    ],
  },
  alarmsChanged: {
    raised: [
      ["to nothing", callRecord("monitoring", "DeleteAlarms", { alarmNames: ["backups-key-disabled"] })],
      [
        "to nothing, among others",
        callRecord("monitoring", "DeleteAlarms", { alarmNames: ["x", "y", "backups-a"] }),
      ],
      [
        "to silence",
        callRecord("monitoring", "DisableAlarmActions", { alarmNames: ["backups-key-disabled"] }),
      ],
      [
        "to another threshold",
        callRecord("monitoring", "PutMetricAlarm", { alarmName: "backups-key-disabled" }),
      ],
      ["by hand", callRecord("monitoring", "SetAlarmState", { alarmName: "backups-key-disabled" })],
      [
        "or tried to be",
        callRecord("monitoring", "DeleteAlarms", null, {
          errorMessage: `User: x is not authorized to perform: cloudwatch:DeleteAlarms on resource: arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:backups-key-disabled because y`,
        }),
      ],
    ],
    silent: [
      ["others", callRecord("monitoring", "DeleteAlarms", { alarmNames: ["x", "nightly-backups-1"] })],
      ["alarms that are listed", callRecord("monitoring", "DescribeAlarms", { alarmNames: ["backups-a"] })],
    ],
  },
  alertLogsChanged: {
    raised: [
      ["to nothing", callRecord("logs", "DeleteLogGroup", { logGroupName: "/audit" })],
      [
        "by the loss of a filter",
        callRecord("logs", "DeleteMetricFilter", { logGroupName: "/audit", filterName: "x" }),
      ],
      [
        "by another filter",
        callRecord("logs", "PutMetricFilter", { logGroupName: "/audit", filterName: "x" }),
      ],
      [
        "to be kept for a day",
        callRecord("logs", "PutRetentionPolicy", { logGroupName: "/audit", retentionInDays: 1 }),
      ],
      [
        "or tried to be",
        callRecord("logs", "DeleteLogGroup", null, {
          errorMessage: `User: x is not authorized to perform: logs:DeleteLogGroup on resource: arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/audit:log-stream: because y`,
        }),
      ],
    ],
    silent: [
      ["another group", callRecord("logs", "DeleteLogGroup", { logGroupName: "/audit-2" })],
      ["records that arrive", callRecord("logs", "PutLogEvents", { logGroupName: "/audit" })],
    ],
  },
  alertTopicChanged: {
    raised: [
      ["to nothing", callRecord("sns", "DeleteTopic", { topicArn: TOPIC_ARN })],
      [
        "in who may publish",
        callRecord("sns", "SetTopicAttributes", { topicArn: TOPIC_ARN, attributeName: "Policy" }),
      ],
      ["by who leaves", callRecord("sns", "Unsubscribe", { subscriptionArn: `${TOPIC_ARN}:0a1b` })],
      ["by who listens", callRecord("sns", "Subscribe", { topicArn: TOPIC_ARN, protocol: "https" })],
      [
        "by a filter",
        callRecord("sns", "SetSubscriptionAttributes", { subscriptionArn: `${TOPIC_ARN}:0a1b` }),
      ],
      [
        "or tried to be",
        callRecord("sns", "DeleteTopic", null, {
          errorMessage: `User: x is not authorized to perform: SNS:DeleteTopic on resource: ${TOPIC_ARN} because y`,
        }),
      ],
    ],
    silent: [
      ["another topic", callRecord("sns", "DeleteTopic", { topicArn: `${TOPIC_ARN}-2` })],
      [
        "who leaves another one",
        callRecord("sns", "Unsubscribe", { subscriptionArn: `${TOPIC_ARN}-2:0a1b` }),
      ],
      ["what is published", callRecord("sns", "Publish", { topicArn: TOPIC_ARN })],
    ],
  },
};

/** Every case in one row: alert, what it is about, the record, whether the alert is raised. */
export const ALL_CASES = Object.entries(ALERT_CASES).flatMap(([name, { raised, silent }]) => [
  ...raised.map(([says, record]) => [name as AlertName, says, record, true] as const),
  ...silent.map(([says, record]) => [name as AlertName, says, record, false] as const),
]);
