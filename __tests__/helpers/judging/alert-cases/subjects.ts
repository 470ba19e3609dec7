/** What the cases of alerts watch, and calls on it. */
import type { AlertSubjects } from "../../../../modules/audit";
import {
  ACCOUNT,
  ALIAS,
  callRecord,
  KEY_ARN,
  KEY_ID,
  keyResource,
  kmsRecord,
  OTHER_KEY_ARN,
  OTHER_KEY_ID,
  REGION,
  TOPIC_ARN,
  type TrailRecord,
} from "../cloudtrail-records";

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

export const trailArn = (name: string) => `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`;
export const incorrectKey: TrailRecord = {
  errorCode: "IncorrectKeyException",
  errorMessage: "The key ID in the request does not identify a CMK that can perform this operation.",
};

export interface AlertCases {
  readonly raised: readonly (readonly [string, TrailRecord])[];
  readonly silent: readonly (readonly [string, TrailRecord])[];
}

/** A call on a key of KMS, which names it in what it asks for. */
export const onKey = (eventName: string, requestParameters: TrailRecord = {}) =>
  kmsRecord(eventName, { readOnly: false, requestParameters: { keyId: KEY_ID, ...requestParameters } });

export const onOtherKey = (eventName: string) =>
  kmsRecord(eventName, {
    requestParameters: { keyId: OTHER_KEY_ID },
    resources: [keyResource(OTHER_KEY_ARN)],
  });

/** Made of a call, of which S3 says the name of the bucket whether it allows it or not. */
export const onBucket = (eventName: string, bucketName = "example-backups", more: TrailRecord = {}) =>
  callRecord("s3", eventName, { bucketName, Host: `${bucketName}.s3.${REGION}.amazonaws.com` }, more);
