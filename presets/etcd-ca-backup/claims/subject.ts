/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import {
  BACKUP_PURPOSE,
  CONTEXT_KEY,
  RECORD_KINDS,
  RECORDS_FOLDER,
  type RecordKind,
} from "../../../modules/backup-contract";
import type { ClaimContext } from "../../common/claims/claim";
import type { DataPlaces } from "../../common/claims/effects";
import { stackRoleArn } from "../../common/claims/role-claims";
import { CARETAKERS, type Caretaker } from "../caretakers";
import type { EtcdCaBackupConfig } from "../config";

export interface ClaimSubject {
  readonly config: EtcdCaBackupConfig;
  /** Name of the stack; roles are named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly keyArn: string;
  /** The key of alerts and log files, where there is an audit section. */
  readonly auditKeyArn?: string | undefined;
  /** A key of the same account and region whose policy leaves everything to policies of identities, as KMS's default one does. */
  readonly otherKeyArn: string;
  /** A key of another account whose policy leaves everything to policies of this account's identities. */
  readonly foreignKeyArn: string;
  /** A bucket of the same account, without a policy. */
  readonly otherBucketArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

const ROLES = ["writer", "restorer", "administrator"] as const;
export type RoleName = (typeof ROLES)[number] | Caretaker;

/** Roles that the stack has. */
export function rolesOf({ config }: ClaimSubject): readonly RoleName[] {
  return [...ROLES, ...CARETAKERS.filter((name) => config[name] !== undefined)];
}

/** ARN of a role of the stack. */
export function roleArn(subject: ClaimSubject, name: RoleName): string {
  return stackRoleArn(subject, name);
}

export function bucketArn({ config, stack, accountId, region }: ClaimSubject): string {
  return `arn:aws:s3:::${config.bucket.name ?? `${stack}-${accountId}-${region}`}`;
}

/** Object keys of one backup below each prefix. */
export function backups({ config }: ClaimSubject): readonly [string, ...string[]] {
  const [first, ...others] = config.bucket.prefixes.map(
    ({ prefix }) => `${prefix}ca-1-20260102T030405Z.tar.gz.kms`,
  );
  if (first === undefined) throw new RangeError("a stack has at least one prefix");
  return [first, ...others];
}

/** Keys of a record about one backup below each prefix, and of one below a prefix within it. */
export function records(subject: ClaimSubject, kind: RecordKind): readonly [string, ...string[]] {
  const [first, ...others] = backups(subject).flatMap((backup): readonly [string, string] => {
    const prefix = backup.slice(0, backup.lastIndexOf("/") + 1);
    const record = `${RECORDS_FOLDER}${RECORD_KINDS[kind]}ca-1-20260102T030405Z/20260103T040506Z.json`;
    return [`${prefix}${record}`, `${prefix}host-1/${record}`];
  });
  if (first === undefined) throw new RangeError("a stack has at least one prefix");
  return [first, ...others];
}

/** The encryption context of a backup's own message, and what else the request carries. */
export function envelope(backup: string, more: ClaimContext = {}): ClaimContext {
  return {
    [`kms:EncryptionContext:${CONTEXT_KEY.purpose}`]: BACKUP_PURPOSE,
    [`kms:EncryptionContext:${CONTEXT_KEY.backup}`]: backup,
    [`kms:EncryptionContext:${CONTEXT_KEY.source}`]: "etcd",
    ...more,
  };
}

/** A call that S3 makes with the bucket's key on behalf of its caller. */
export function throughS3(subject: ClaimSubject, more: ClaimContext = {}): ClaimContext {
  return {
    "kms:ViaService": `s3.${subject.region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": bucketArn(subject),
    ...more,
  };
}

/** An upload that does not replace anything. */
export const NEW_OBJECT: ClaimContext = { "s3:if-none-match": "*" };

/** Without TLS, a request has no TLS version either. */
export const PLAIN_HTTP: ClaimContext = { "aws:SecureTransport": "false", "s3:TlsVersion": null };

/** Every use of the key that the preset gives to nobody, but some to the rekeyer. */
export const NEVER_USED = [
  "kms:Encrypt",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/** Where the backups are, and who could be made to reach them. */
export function dataPlaces(subject: ClaimSubject): DataPlaces {
  const bucket = bucketArn(subject);
  return {
    object: `${bucket}/${backups(subject)[0]}`,
    bucket,
    key: subject.keyArn,
    roles: rolesOf(subject).map((name) => roleArn(subject, name)),
    users:
      subject.config.writer.user === undefined
        ? []
        : [`arn:aws:iam::${subject.accountId}:user/${subject.stack}-writer`],
    accountId: subject.accountId,
    region: subject.region,
  };
}
