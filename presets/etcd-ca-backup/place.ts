/** Where backups are, and how statements name that. */
import { formatArn } from "../../modules/arn";
import { BACKUP_PURPOSE, CONTEXT_KEY } from "../../modules/backup-contract";
import type { Statement } from "../../modules/iam/policies/policy-document";
import { type AwsEnvironment, viaService } from "../../modules/iam/policies/principals";
import { contextCondition } from "../../modules/kms/policy/key-policy";

/** What the statements are about. */
export interface BackupPlace {
  readonly env: AwsEnvironment;
  /** Alias of the key, with `alias/`. */
  readonly alias: string;
  /** Computed from the name, not read from the bucket: the key's policy needs it before the bucket is there. */
  readonly bucketArn: string;
  /** Object-key prefixes, with the slash. */
  readonly prefixes: readonly string[];
}

/** Copies of key and backups in other regions. */
export interface Replicas {
  /** ARNs of the key's replicas. */
  readonly keyArns: readonly string[];
  /** Regions of the replicas. */
  readonly regions: readonly string[];
  /** The second bucket, and the key that encrypts it: the replica in its region or, of another account, that account's. */
  readonly bucket?: { readonly place: BackupPlace; readonly keyArn: string; readonly otherAccount: boolean };
}

/** Of a stack with one region. */
export const NO_REPLICAS: Replicas = { keyArns: [], regions: [] };

type Condition = NonNullable<Statement["conditions"]>;

/** The encryption context of a backup's own message. */
export function backupContext({ prefixes }: BackupPlace): Condition {
  return {
    StringEquals: contextCondition({ [CONTEXT_KEY.purpose]: BACKUP_PURPOSE }),
    StringLike: contextCondition({ [CONTEXT_KEY.backup]: prefixes.map((prefix) => `${prefix}*`) }),
  };
}

/** Only S3 of this region, for this bucket: with a bucket key, the encryption context is the bucket's ARN. */
export function throughBucket({ env, bucketArn }: BackupPlace): Condition {
  return {
    StringEquals: {
      "kms:ViaService": viaService("s3", env),
      ...contextCondition({ "aws:s3:arn": bucketArn }),
    },
  };
}

/** Lists below the prefixes, and nowhere else. */
export function listStatement({ bucketArn, prefixes }: BackupPlace, actions: readonly string[]): Statement {
  return {
    sid: "ListBackups",
    actions,
    resources: [bucketArn],
    conditions: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } },
  };
}

export function objectArns({ bucketArn, prefixes }: BackupPlace): string[] {
  return prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
}

export function kmsArn({ partition, region, accountId }: AwsEnvironment, resource: string): string {
  return formatArn({ partition, service: "kms", region, account: accountId, resource });
}
