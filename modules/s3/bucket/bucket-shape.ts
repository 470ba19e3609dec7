/** What buckets are made from, for those who come from plain JavaScript. */
import { region } from "../../aws-formats";
import { environment } from "../../iam/policies/environment";
import { trueOrOff } from "../../relaxations";
import {
  callback,
  flag,
  having,
  isObject,
  knownList,
  object,
  optional,
  type Shape,
  text,
  word,
} from "../../shape";
import { tagMap } from "../../tags";
import { lifecycleRuleList, retentionList } from "../lifecycle/lifecycle-shape";
import { accessLogs, logSource } from "../logs/log-shape";
import { CONFIGURATIONS } from "../settings/configuration-shape";
import {
  corsRules,
  ENCRYPTION,
  notifications,
  objectLock,
  ownership,
  PUBLIC_ACCESS_BLOCK,
  VERSIONING,
} from "../settings/settings-shape";
import type { BucketProps } from "./bucket-props";

export const BUCKET: Shape<BucketProps> = {
  ...ENCRYPTION,
  ...VERSIONING,
  ...CONFIGURATIONS,
  name: text,
  retentions: optional(retentionList),
  lifecycle: optional(lifecycleRuleList),
  transitionDefaultMinimumObjectSize: optional(word(["all_storage_classes_128K", "varies_by_storage_class"])),
  policy: optional(callback),
  minimumTlsVersion: optional(text),
  objectLock: optional(objectLock),
  publicAccessBlock: optional(object(PUBLIC_ACCESS_BLOCK)),
  ownership: optional(ownership),
  logSources: optional(knownList(logSource)),
  accessLogs: optional(accessLogs),
  cors: optional(corsRules),
  requesterPays: optional(flag),
  acceleration: optional(flag),
  notifications: optional(notifications),
  env: optional(environment),
  region: optional(region),
  preventDestroy: optional(trueOrOff),
  tags: optional(tagMap),
};

/** A `Bucket`, as far as others look into it. */
export const aBucket = having(
  {
    bucketName: text,
    bucketArn: text,
    props: (what, value) => (isObject(value) ? [] : [`${what} must be those of a Bucket`]),
    addToPolicy: callback,
    addReplication: callback,
  },
  "a Bucket",
);
