/** The roles that look after backups for years, each made only where the configuration has it: what they may do, as plain data. */
import { RECORD_KINDS, RECORDS_FOLDER, type RecordKind } from "../../modules/backup-contract";
import { principalArnCondition } from "../../modules/iam/policies/deny-principals";
import type { Statement } from "../../modules/iam/policies/policy-document";
import {
  EXTEND_LOCK_ACTION,
  HOLD_ACTIONS,
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  MARK_DELETED_ACTION,
  READ_RETENTION_SETTINGS_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "../../modules/s3/policy/actions";
import { noOverwriteStatement } from "../../modules/s3/policy/bucket-policy";
import type { EtcdCaBackupConfig } from "./config";
import { boundToAlias, rekeyerEnvelope, rekeyerSeal, writerBucket } from "./key-uses";
import { type BackupPlace, kmsArn, listStatement, objectArns, type Replicas } from "./place";
import { type Audiences, restorerStatements } from "./policies";

/** In the order of the configuration. */
export const CARETAKERS = ["keeper", "tester", "rekeyer"] as const;
export type Caretaker = (typeof CARETAKERS)[number];

/** How a bucket locks, and the longest lock that somebody may set. */
export interface LockLimit {
  readonly mode: "COMPLIANCE" | "GOVERNANCE";
  readonly days: number;
}

/**
 * As long as the longest that a backup is kept: until it expires, and until what expired is gone. A longer lock would hold for ever what nobody can list or
 * delete, and be paid for.
 *
 * @returns `undefined` without object lock
 */
export function lockLimit({
  objectLock,
  prefixes,
}: Pick<EtcdCaBackupConfig["bucket"], "objectLock" | "prefixes">): LockLimit | undefined {
  if (objectLock === undefined) return undefined;
  const kept = prefixes.map(
    ({ expirationInDays, noncurrentExpirationInDays }) => expirationInDays + noncurrentExpirationInDays,
  );
  return { mode: objectLock.mode, days: Math.max(...kept) };
}

/** Hides backups behind delete markers, and keeps others from being deleted. Reads none, deletes no version, has no key. */
export function keeperStatements(place: BackupPlace, lock: LockLimit | undefined): readonly Statement[] {
  return [
    { sid: "MarkDeleted", actions: [MARK_DELETED_ACTION], resources: objectArns(place) },
    listStatement(place, [LIST_BUCKET_ACTION, LIST_VERSIONS_ACTION]),
    { sid: "ReadSettings", actions: READ_RETENTION_SETTINGS_ACTIONS, resources: [place.bucketArn] },
    ...(lock === undefined ? [] : lockStatements(place, lock)),
  ];
}

function lockStatements(place: BackupPlace, { mode, days }: LockLimit): readonly Statement[] {
  return [
    { sid: "HoldBackups", actions: HOLD_ACTIONS, resources: objectArns(place) },
    {
      // To shorten a lock takes s3:BypassGovernanceRetention. A request that takes it off names no days.
      sid: "ExtendLocks",
      actions: [EXTEND_LOCK_ACTION],
      resources: objectArns(place),
      conditions: {
        NumericLessThanEquals: { "s3:object-lock-remaining-retention-days": days },
        // Nobody makes a lock that the account can end into one that it cannot.
        ...(mode === "COMPLIANCE" ? {} : { StringEquals: { "s3:object-lock-mode": mode } }),
      },
    },
  ];
}

/** What the restorer may, and evidence of it. */
export function testerStatements(
  place: BackupPlace,
  keyArns: readonly [string, ...string[]],
  replicas: Replicas,
): readonly Statement[] {
  return [
    ...restorerStatements(place, keyArns, replicas),
    { ...writerBucket(place), resources: [keyArns[0]] },
    { sid: "AddEvidence", actions: ["s3:PutObject"], resources: recordArns(place, TESTERS) },
  ];
}

/** Opens backups of earlier keys, and seals them under the key that carries the alias. Deletes nothing: what it replaces stays as a version. */
export function rekeyerStatements(
  place: BackupPlace,
  keyArns: readonly [string, ...string[]],
): readonly Statement[] {
  return [
    ...restorerStatements(place, keyArns),
    { ...rekeyerEnvelope(place), resources: keyArns },
    { ...boundToAlias(rekeyerSeal(place), place.alias), resources: [kmsArn(place.env, "key/*")] },
    { ...writerBucket(place), resources: [keyArns[0]] },
    { sid: "ReplaceBackups", actions: WRITE_OBJECT_ACTIONS, resources: objectArns(place) },
    // Where versions are not kept, a new one would be the end of the old one.
    { sid: "ReadVersioning", actions: ["s3:GetBucketVersioning"], resources: [place.bucketArn] },
  ];
}

const TESTERS = ["drills", "quarantine"] as const;

/**
 * What the bucket policy says of additions: backups never over another but by who puts them under a newer key; records never over another, and by the one role whose
 * they are, whatever a policy of an identity allows. Nobody hides evidence: it goes when lifecycle says so.
 */
export function additionStatements(
  bucketArn: string,
  { writers, testers, rekeyers }: Pick<Audiences, "writers" | "testers" | "rekeyers">,
): readonly Statement[] {
  // Anywhere in the bucket: backups below a prefix of a prefix have their records there.
  const records = (folder: string) => `${bucketArn}/*/${RECORDS_FOLDER}${folder}*`;
  const reserved = (sid: string, kinds: readonly RecordKind[], adders: readonly string[]): Statement => ({
    ...REFUSAL,
    sid,
    actions: ["s3:PutObject"],
    resources: kinds.map((kind) => records(RECORD_KINDS[kind])),
    ...(adders.length === 0 ? {} : { conditions: principalArnCondition(adders, "ArnNotEquals") }),
  });
  return [
    noOverwriteStatement(bucketArn, [...writers, ...testers]),
    { ...noOverwriteStatement(bucketArn), sid: "DenyOverwriteOfRecords", resources: [records("")] },
    reserved("DenyOthersEvidence", TESTERS, testers),
    reserved("DenyOthersUnchanged", ["unchanged"], writers),
    reserved("DenyOthersKeys", ["keys"], rekeyers),
    {
      ...REFUSAL,
      sid: "DenyHidingEvidence",
      actions: [MARK_DELETED_ACTION],
      resources: [records(RECORD_KINDS.drills)],
    },
  ];
}

const REFUSAL = { effect: "Deny", principals: "*" } as const;

/** Below each prefix, and below prefixes within it. */
function recordArns({ bucketArn, prefixes }: BackupPlace, kinds: readonly RecordKind[]): readonly string[] {
  return prefixes.flatMap((prefix) =>
    kinds.flatMap((kind) =>
      ["", "*/"].map((below) => `${bucketArn}/${prefix}${below}${RECORDS_FOLDER}${RECORD_KINDS[kind]}*`),
    ),
  );
}
