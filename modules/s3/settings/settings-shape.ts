/** What settings of buckets look like, for those that come from plain JavaScript. */
import { keyArn } from "../../aws-formats";
import { onWithReason, trueOrOff } from "../../relaxations";
import {
  type Check,
  either,
  flag,
  isObject,
  knownList,
  knownNumber,
  list,
  object,
  optional,
  type Shape,
  text,
} from "../../shape";
import { shown } from "../../show-value";
import type { ObjectOwnership, PublicAccessBlock } from "./access";
import type { CorsRule } from "./cors";
import type { EncryptionProps } from "./encryption";
import type {
  FunctionNotification,
  Notifications,
  QueueNotification,
  TopicNotification,
} from "./notifications";
import type { ObjectLock } from "./object-lock";
import type { VersioningProps } from "./versioning";

export const PUBLIC_ACCESS_BLOCK: Shape<PublicAccessBlock> = {
  blockPublicAcls: optional(trueOrOff),
  blockPublicPolicy: optional(trueOrOff),
  ignorePublicAcls: optional(trueOrOff),
  restrictPublicBuckets: optional(trueOrOff),
};

export const ownership = object<ObjectOwnership>({ objectOwnership: text, on: text });

/** A key that grants itself, and has an ARN of its own: no alias, and no set of keys. */
const bucketKey: Check = (what, value) => {
  if (!isObject(value) || !("grant" in value) || typeof value.grant !== "function" || !("keyArn" in value))
    return [`${what} must be a Key, a ReplicaKey or an ExistingKey, got ${shown(value)}`];
  return keyArn(`${what}.keyArn`, value.keyArn);
};

export const ENCRYPTION: Shape<EncryptionProps> = {
  key: optional(bucketKey),
  sseS3: optional(onWithReason),
  dualLayer: optional(flag),
  bucketKey: optional(trueOrOff),
  otherKeyArns: optional(knownList(text)),
  encryptionUpdaters: optional(either(Array.isArray, list(text), onWithReason)),
  sseC: optional(onWithReason),
};

export const VERSIONING: Shape<VersioningProps> = {
  versioning: optional(trueOrOff),
  mfaDelete: optional(flag),
};

export const corsRules = knownList(
  object<CorsRule>({
    allowedOrigins: knownList(text),
    allowedMethods: knownList(text),
    allowedHeaders: optional(list(text)),
    exposeHeaders: optional(list(text)),
    maxAgeSeconds: optional(knownNumber),
    reason: optional(text),
  }),
);

export const objectLock: Check = either(
  (value) => value === "perObject",
  () => [],
  object<ObjectLock>(
    { mode: text, retentionInDays: optional(knownNumber), retentionInYears: optional(knownNumber) },
    `"perObject", or an object`,
  ),
);

const FILTER = { events: knownList(text), prefix: optional(text), suffix: optional(text) };

export const notifications = object<Notifications>({
  eventBridge: optional(flag),
  queues: optional(
    knownList(
      object<QueueNotification>({
        ...FILTER,
        queueArn: text,
        queueUrl: optional(text),
        writePolicy: optional(trueOrOff),
      }),
    ),
  ),
  topics: optional(
    knownList(object<TopicNotification>({ ...FILTER, topicArn: text, writePolicy: optional(trueOrOff) })),
  ),
  functions: optional(knownList(object<FunctionNotification>({ ...FILTER, functionArn: text }))),
});
