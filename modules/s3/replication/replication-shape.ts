/** What replications are made from, for those who come from plain JavaScript. */
import { accountId, region } from "../../aws-formats";
import { environment } from "../../iam/policies/environment";
import { aGrantee } from "../../kms/key/grant-arguments";
import { onWithReason } from "../../relaxations";
import {
  type Check,
  either,
  flag,
  isObject,
  knownList,
  object,
  optional,
  type Shape,
  text,
} from "../../shape";
import { aBucket } from "../bucket/bucket-shape";
import { OBJECT_FILTER } from "../filters";
import type {
  AcceptReplicasProps,
  OtherAccountBucket,
  ReplicationDestination,
  ReplicationProps,
} from "./replication-props";
import type { ReplicationRule } from "./replication-rules";

const RULE: Shape<ReplicationRule> = {
  ...OBJECT_FILTER,
  storageClass: optional(text),
  deleteMarkers: optional(flag),
  replicaModifications: optional(flag),
  replicationTime: optional(flag),
  metrics: optional(flag),
  enabled: optional(flag),
};

const otherAccountBucket = object<OtherAccountBucket>({
  bucketArn: text,
  accountId,
  region,
  keyArn: text,
  objectLock: optional(flag),
});

const destinationBucket: Check = either(
  (value) => isObject(value) && "accountId" in value,
  otherAccountBucket,
  aBucket,
);

/** Stands beside the role of the replication in one list, so it has to be known. */
const otherWriters: Check = either(Array.isArray, knownList(text), onWithReason);

export const REPLICATION: Shape<ReplicationProps> = {
  env: environment,
  roleName: optional(text),
  source: aBucket,
  destinations: knownList(
    object<ReplicationDestination>({
      bucket: destinationBucket,
      rules: optional(knownList(object(RULE))),
      otherWriters: optional(otherWriters),
    }),
  ),
};

export const ACCEPT_REPLICAS: Shape<AcceptReplicasProps> = {
  role: aGrantee,
  crossAccount: optional(flag),
  byName: optional(flag),
  otherWriters: optional(otherWriters),
};
