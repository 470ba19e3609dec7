/** What lifecycle rules look like, for those that come from plain JavaScript. Numbers are compared with others, so they are known. */
import { folderOrAll } from "../../aws-formats";
import { flag, knownList, knownNumber, object, optional, type Shape, text } from "../../shape";
import { OBJECT_FILTER } from "../filters";
import type { Retention } from "./lifecycle";
import type {
  LifecycleFilter,
  LifecycleRuleProps,
  NoncurrentTransition,
  Transition,
} from "./lifecycle-rules";

const RETENTION: Shape<Retention> = {
  prefix: folderOrAll,
  expirationInDays: knownNumber,
  noncurrentExpirationInDays: knownNumber,
  abortIncompleteMultipartUploadInDays: knownNumber,
};

export const retentionList = knownList(object(RETENTION));

const FILTER: Shape<LifecycleFilter> = {
  ...OBJECT_FILTER,
  objectSizeGreaterThan: optional(knownNumber),
  objectSizeLessThan: optional(knownNumber),
};

const TRANSITION: Shape<Transition> = {
  storageClass: text,
  days: optional(knownNumber),
  date: optional(text),
};

const NONCURRENT_TRANSITION: Shape<NoncurrentTransition> = {
  storageClass: text,
  noncurrentDays: knownNumber,
  newerNoncurrentVersions: optional(knownNumber),
};

const RULE: Shape<LifecycleRuleProps> = {
  id: text,
  enabled: optional(flag),
  filter: optional(object(FILTER)),
  expirationInDays: optional(knownNumber),
  expirationDate: optional(text),
  expiredObjectDeleteMarker: optional(flag),
  noncurrentExpirationInDays: optional(knownNumber),
  newerNoncurrentVersions: optional(knownNumber),
  transitions: optional(knownList(object(TRANSITION))),
  noncurrentTransitions: optional(knownList(object(NONCURRENT_TRANSITION))),
  abortIncompleteMultipartUploadInDays: optional(knownNumber),
};

export const lifecycleRuleList = knownList(object(RULE));
