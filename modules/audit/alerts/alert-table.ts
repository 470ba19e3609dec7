/** What is watched for: one table of alerts. Patterns for EventBridge and for CloudWatch Logs are made from its rows. */
import { isToken } from "../../tokens";
import type { AlertTraits } from "./alert-traits";
import { GUARD_ALERTS } from "./guard-alerts";
import { PLACE_ALERTS } from "./place-alerts";

const KMS_EVENTS = "KMS Developer Guide, 'Examples of AWS KMS log entries'";

/**
 * Every alert. `DeleteKey` and `DeleteExpiredKeyMaterial` are what KMS itself does when the time has come.
 *
 * `ReEncrypt` is among the failed decrypts because it decrypts with its source key. One refused decrypt is often a mistake, and its event is
 * reported; several in a row are a program that fails, or somebody who tries: hence the threshold.
 */
export const ALERTS = {
  failedDecrypts: {
    suffix: "failed-decrypts",
    subject: "key",
    service: "kms",
    eventNames: ["Decrypt", "ReEncrypt"],
    failed: true,
    threshold: 5,
    reason:
      "A decrypt with the key failed: somebody may not use it, the ciphertext is damaged, or the encryption context is not the right one.",
    source: `${KMS_EVENTS}: Decrypt, failures`,
  },
  keyDisabled: {
    suffix: "key-disabled",
    subject: "key",
    service: "kms",
    eventNames: ["DeleteKey", "DisableKey", "ScheduleKeyDeletion"],
    failed: false,
    threshold: 1,
    reason:
      "The key was disabled, is to be deleted, or is gone: nothing can be decrypted with it any more. A deletion can be cancelled until it is due.",
    source: `${KMS_EVENTS}: DeleteKey, DisableKey, ScheduleKeyDeletion`,
  },
  keyPolicyChanged: {
    suffix: "key-policy-changed",
    subject: "key",
    service: "kms",
    eventNames: ["PutKeyPolicy"],
    failed: false,
    threshold: 1,
    reason: "The key policy was changed: it decides who may use and who may manage the key.",
    source: `${KMS_EVENTS}: PutKeyPolicy`,
  },
  aliasMoved: {
    suffix: "alias-moved",
    subject: "alias",
    service: "kms",
    eventNames: ["CreateAlias", "DeleteAlias", "UpdateAlias"],
    failed: false,
    threshold: 1,
    reason:
      "An alias was made, deleted or moved: what is encrypted by alias goes to another key from now on.",
    source: `${KMS_EVENTS}: CreateAlias, DeleteAlias, UpdateAlias`,
  },
  keyMaterialDeleted: {
    suffix: "key-material-deleted",
    subject: "key",
    service: "kms",
    eventNames: ["DeleteExpiredKeyMaterial", "DeleteImportedKeyMaterial"],
    failed: false,
    threshold: 1,
    reason:
      "Imported key material was deleted or has expired: nothing can be decrypted with the key until the same material is imported again.",
    source: `${KMS_EVENTS}: DeleteExpiredKeyMaterial, DeleteImportedKeyMaterial`,
  },
  grantChanged: {
    suffix: "grant-changed",
    subject: "key",
    service: "kms",
    eventNames: ["CreateGrant", "RetireGrant", "RevokeGrant"],
    failed: false,
    threshold: 1,
    reason:
      "A grant on the key was created or ended. A grant lets somebody use the key whatever the key policy says of him.",
    source: `${KMS_EVENTS}: CreateGrant, RetireGrant, RevokeGrant`,
  },
  keyReplicated: {
    suffix: "key-replicated",
    subject: "key",
    service: "kms",
    eventNames: ["ReplicateKey", "UpdatePrimaryRegion"],
    failed: false,
    threshold: 1,
    reason:
      "The key was copied to another region, under a key policy of its own, or its primary was moved: another policy decides there.",
    source: `${KMS_EVENTS}: ReplicateKey, UpdatePrimaryRegion`,
  },
  keyMaterialImported: {
    suffix: "key-material-imported",
    subject: "key",
    service: "kms",
    eventNames: ["ImportKeyMaterial"],
    failed: false,
    threshold: 1,
    reason:
      "Key material was imported: it may expire, and somebody outside of KMS has what opens everything under the key.",
    source: `${KMS_EVENTS}: ImportKeyMaterial`,
  },
  keyRotationChanged: {
    suffix: "key-rotation-changed",
    subject: "key",
    service: "kms",
    eventNames: ["DisableKeyRotation", "EnableKeyRotation"],
    failed: false,
    threshold: 1,
    reason: "The rotation of the key was switched off, or its period was changed.",
    source: `${KMS_EVENTS}: DisableKeyRotation, EnableKeyRotation`,
  },
  ...PLACE_ALERTS,
  ...GUARD_ALERTS,
} as const satisfies Record<string, AlertTraits>;

export type AlertName = keyof typeof ALERTS;

/** The row of an alert, without the exact types of the table. */
export function alertTraits(name: AlertName): AlertTraits {
  return ALERTS[name];
}

/** A key that is watched; `Key` is one. */
export interface WatchedKey {
  /** ARN of the key. */
  readonly keyArn: string;
  /** Id of the key. */
  readonly keyId: string;
  /** Its aliases, with `alias/`. An event tells where an alias goes, and not where it comes from: who takes it off the key is seen by its name only. */
  readonly aliasNames?: readonly string[];
}

/** What the alerts are about. */
export interface AlertSubjects {
  readonly keys: readonly WatchedKey[];
  /** With `alias/`. */
  readonly aliases: readonly string[];
  readonly trailName?: string | undefined;
  /** Names of buckets. */
  readonly buckets?: readonly string[];
  /** Names of roles. */
  readonly roles?: readonly string[];
  /** Names of users. */
  readonly users?: readonly string[];
  /** Start of the names of rules, alarms and filters of the alerts themselves. */
  readonly prefix?: string;
  /** Log group on which the filters are. */
  readonly logGroupName?: string | undefined;
  readonly topicArn?: string;
  /** Whether events of IAM arrive where the rules are. */
  readonly globalEvents?: boolean;
}

/** Which part of the subjects an alert is about, and whether there is any of it. */
export function isWatched(name: AlertName, subjects: AlertSubjects): boolean {
  const { subject, global } = alertTraits(name);
  if (global === true && subjects.logGroupName === undefined && subjects.globalEvents !== true) return false;
  switch (subject) {
    case "key":
    case "alias":
      return true;
    case "trail":
      return subjects.trailName !== undefined;
    case "bucket":
      return (subjects.buckets ?? []).length > 0;
    case "role":
      return (subjects.roles ?? []).length > 0;
    case "user":
      return (subjects.users ?? []).length > 0;
    case "rules":
      return subjects.prefix !== undefined;
    case "alarms":
    case "logs":
      return subjects.logGroupName !== undefined;
    case "topic":
      return subjects.topicArn !== undefined;
  }
}

/** What a reference is taken for: the longest ARN and id of a key, the longest names and the longest ARN of a topic, and a long alias. */
const LONGEST = {
  keyArn: "x".repeat(90),
  keyId: "x".repeat(36),
  trailName: "x".repeat(128),
  alias: "x".repeat(64),
  bucket: "x".repeat(63),
  identity: "x".repeat(64),
  logGroupName: "x".repeat(128),
  topicArn: "x".repeat(160),
};

/** The subjects with references replaced, to measure patterns. */
export function withLongest(subjects: AlertSubjects): AlertSubjects {
  const keys = subjects.keys.map(({ keyArn, keyId }) => ({
    keyArn: isToken(keyArn) ? LONGEST.keyArn : keyArn,
    keyId: isToken(keyId) ? LONGEST.keyId : keyId,
  }));
  const known = (longest: string) => (text: string) => (isToken(text) ? longest : text);
  const { trailName, logGroupName, topicArn, prefix } = subjects;
  return {
    ...subjects,
    keys,
    aliases: subjects.aliases.map(known(LONGEST.alias)),
    buckets: (subjects.buckets ?? []).map(known(LONGEST.bucket)),
    roles: (subjects.roles ?? []).map(known(LONGEST.identity)),
    users: (subjects.users ?? []).map(known(LONGEST.identity)),
    ...(trailName === undefined ? {} : { trailName: known(LONGEST.trailName)(trailName) }),
    ...(logGroupName === undefined ? {} : { logGroupName: known(LONGEST.logGroupName)(logGroupName) }),
    ...(topicArn === undefined ? {} : { topicArn: known(LONGEST.topicArn)(topicArn) }),
    ...(prefix === undefined ? {} : { prefix: known(LONGEST.identity)(prefix) }),
  };
}
