/**
 * Records as CloudTrail writes them, in the structure that AWS documents: CloudTrail User Guide, "CloudTrail record contents for management, data,
 * and network activity events"; KMS Developer Guide, "Examples of AWS KMS log entries". What a test is not about stays the same.
 */

export type TrailRecord = Readonly<Record<string, unknown>>;

export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";
const kms = (resource: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:${resource}`;

/** The key that is watched, and one that is not. */
export const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const KEY_ARN = kms(`key/${KEY_ID}`);
export const OTHER_KEY_ID = "0987dcba-09fe-87dc-65ba-ab0987654321";
export const OTHER_KEY_ARN = kms(`key/${OTHER_KEY_ID}`);

/** The alias that is watched. */
export const ALIAS = "alias/backups";
export const ALIAS_ARN = kms(ALIAS);

/** A call to KMS that went through, on the watched key unless it says otherwise. */
export function kmsRecord(eventName: string, more: TrailRecord = {}): TrailRecord {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "EX_PRINCIPAL_ID:session",
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/session`,
      accountId: ACCOUNT,
    },
    eventTime: "2026-01-02T03:04:05Z",
    eventSource: "kms.amazonaws.com",
    eventName,
    awsRegion: REGION,
    sourceIPAddress: "192.0.2.0",
    userAgent: "aws-sdk-js/3",
    requestParameters: { keyId: KEY_ID },
    responseElements: null,
    requestID: "22345126-30d5-4b28-98b9-9153da559963",
    eventID: "abcde202-ba1a-467c-b4ba-f729d45ae521",
    readOnly: true,
    resources: [keyResource(KEY_ARN)],
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
    ...more,
  };
}

/** A key or alias under `resources`; aliases have the same type there. */
export function keyResource(ARN: string): TrailRecord {
  return { accountId: ACCOUNT, type: "AWS::KMS::Key", ARN };
}

/** A decrypt that went through. */
export const decrypted = (keyArn = KEY_ARN) =>
  kmsRecord("Decrypt", {
    requestParameters: { encryptionAlgorithm: "SYMMETRIC_DEFAULT", keyId: keyArn },
    resources: [keyResource(keyArn)],
  });

/** Refused by a policy: the key stands in the message only. */
export const denied = (eventName: string, arn = KEY_ARN, more: TrailRecord = {}) => {
  const { resources: _, ...record } = kmsRecord(eventName);
  const action = eventName === "ReEncrypt" ? "ReEncryptFrom" : eventName;
  return {
    ...record,
    errorCode: "AccessDenied",
    errorMessage: `User: arn:aws:sts::${ACCOUNT}:assumed-role/app/session is not authorized to perform: kms:${action} on resource: ${arn} because no identity-based policy allows the kms:${action} action`,
    requestParameters: null,
    ...more,
  };
};

/** What KMS does by itself when the time has come. */
export const serviceRecord = (eventName: string, keyArn = KEY_ARN) =>
  kmsRecord(eventName, {
    userIdentity: { accountId: ACCOUNT, invokedBy: "AWS Internal" },
    sourceIPAddress: "AWS Internal",
    requestParameters: null,
    eventType: "AwsServiceEvent",
    resources: [keyResource(keyArn)],
    serviceEventDetails: { keyId: keyArn.slice(-36) },
  });

/** A call on an alias. */
export const aliasRecord = (
  eventName: string,
  aliasName: string,
  targetKeyId?: string,
  targetKeyArn = OTHER_KEY_ARN,
) =>
  kmsRecord(eventName, {
    readOnly: false,
    requestParameters: { aliasName, ...(targetKeyId === undefined ? {} : { targetKeyId }) },
    responseElements: { keyId: targetKeyArn },
    resources: [keyResource(kms(aliasName)), keyResource(targetKeyArn)],
  });

/** A call on a trail. */
export const trailRecord = (eventName: string, requestParameters: TrailRecord) =>
  kmsRecord(eventName, {
    eventSource: "cloudtrail.amazonaws.com",
    readOnly: false,
    requestParameters,
    resources: undefined,
  });

/** The topic that is watched. */
export const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`;

/** A call to any service. @param service as `eventSource` begins */
export const callRecord = (
  service: string,
  eventName: string,
  requestParameters: TrailRecord | null,
  more: TrailRecord = {},
) =>
  kmsRecord(eventName, {
    eventSource: `${service}.amazonaws.com`,
    readOnly: false,
    requestParameters,
    resources: undefined,
    ...more,
  });

/** A call to IAM, whose events arrive in one region whatever region the account works in. */
export const iamRecord = (eventName: string, requestParameters: TrailRecord | null, more: TrailRecord = {}) =>
  callRecord("iam", eventName, requestParameters, { awsRegion: "us-east-1", ...more });

/** A record as EventBridge hands it on. */
export function eventOf(record: TrailRecord): TrailRecord {
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type":
      record.eventType === "AwsServiceEvent"
        ? "AWS Service Event via CloudTrail"
        : "AWS API Call via CloudTrail",
    source: `aws.${String(record.eventSource).split(".")[0]}`,
    account: ACCOUNT,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}
