/** What trails and topics are made from, for those who come from plain JavaScript. */
import { keyArn } from "../aws-formats";
import { environment } from "../iam/policies/environment";
import { onWithReason, trueOrOff } from "../relaxations";
import {
  type Check,
  callback,
  flag,
  having,
  knownList,
  number,
  object,
  optional,
  type Shape,
  text,
  word,
} from "../shape";
import { tagMap } from "../tags";
import type { AlertSubscription, AlertTopicProps } from "./alert-topic-props";
import { dataEventList } from "./event-selectors";
import type { TrailBucket, TrailLogs, TrailProps } from "./trail-props";

const aKey: Check = having({ keyArn }, "a key, or { keyArn }");

export const TRAIL: Shape<TrailProps> = {
  name: text,
  env: environment,
  bucket: having<TrailBucket>(
    { bucketName: text, bucketArn: text, acceptLogs: optional(callback) },
    "a Bucket, or { bucketName, bucketArn }",
  ),
  key: aKey,
  prefix: optional(text),
  dataEvents: optional(dataEventList),
  logs: optional(
    object<TrailLogs>({ name: text, retentionInDays: optional(number), roleName: optional(text) }),
  ),
  multiRegion: optional(trueOrOff),
  logFileValidation: optional(trueOrOff),
  logging: optional(trueOrOff),
  preventDestroy: optional(trueOrOff),
  tags: optional(tagMap),
};

export const ALERT_TOPIC: Shape<AlertTopicProps> = {
  name: text,
  env: environment,
  key: aKey,
  subscriptions: optional(
    knownList(
      object<AlertSubscription>({
        protocol: word(["email", "email-json", "https", "lambda", "sqs", "sms"]),
        endpoint: text,
      }),
    ),
  ),
  preventDestroy: optional(flag),
  publishWithoutRole: optional(onWithReason),
  rolePath: optional(text),
  tags: optional(tagMap),
};
