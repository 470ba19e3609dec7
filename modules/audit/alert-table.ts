/** What is watched for: one table of alerts. Patterns for EventBridge and for CloudWatch Logs are made from its rows. */
import { isToken } from "../tokens";

/** What an alert is about. */
export type AlertSubject = "key" | "alias" | "trail";

/** One alert. */
export interface AlertTraits {
  /** Appended to names of rules, filters and alarms. */
  readonly suffix: string;
  readonly subject: AlertSubject;
  /** Service whose calls are watched, as its events are called. */
  readonly service: "kms" | "cloudtrail";
  /** Names of calls in CloudTrail. */
  readonly eventNames: readonly string[];
  /** Whether only calls count that failed. Otherwise attempts that were refused count as well. */
  readonly failed: boolean;
  /** Calls within five minutes that raise the alarm. The event rule reports every one. */
  readonly threshold: number;
  /** Why somebody wants to know: the description of rule and alarm. */
  readonly reason: string;
  /** Where AWS documents the events. */
  readonly source: string;
}

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
  trailChanged: {
    suffix: "trail-changed",
    subject: "trail",
    service: "cloudtrail",
    eventNames: ["DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail"],
    failed: false,
    threshold: 1,
    reason: "The trail was stopped, deleted or changed: what happens from now on may not be recorded.",
    source: "CloudTrail User Guide, 'Creating CloudWatch alarms for CloudTrail events: examples'",
  },
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
}

/** What a reference is taken for: the longest ARN and id of a key, the longest name of a trail, and a long alias. */
const LONGEST = {
  keyArn: "x".repeat(90),
  keyId: "x".repeat(36),
  trailName: "x".repeat(128),
  alias: "x".repeat(64),
};

/** The subjects with references replaced, to measure patterns. */
export function withLongest(subjects: AlertSubjects): AlertSubjects {
  const keys = subjects.keys.map(({ keyArn, keyId }) => ({
    keyArn: isToken(keyArn) ? LONGEST.keyArn : keyArn,
    keyId: isToken(keyId) ? LONGEST.keyId : keyId,
  }));
  const aliases = subjects.aliases.map((alias) => (isToken(alias) ? LONGEST.alias : alias));
  const trailName = isToken(subjects.trailName) ? LONGEST.trailName : subjects.trailName;
  return { keys, aliases, trailName };
}
