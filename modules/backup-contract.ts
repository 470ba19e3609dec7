/**
 * The words that both halves of sealstack must agree on. The infrastructure writes them into policies and
 * lifecycle rules, the command-line tool sends them to AWS: written twice, they would differ once.
 * This file imports nothing, so that either half can carry it.
 */

/**
 * Keys of the KMS encryption context of every backup.
 *
 * The context is authenticated but not secret: it stands in clear in the message header and in CloudTrail.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export const CONTEXT_KEY = {
  /** Always {@link BACKUP_PURPOSE}; a data key for anything else cannot be had with the backup roles. */
  purpose: "sealstack:purpose",
  /** The object key of the payload, so that a payload stored under another name does not open. */
  backup: "sealstack:backup",
  /** What was backed up; one of {@link BACKUP_SOURCES}. */
  source: "sealstack:source",
} as const;

/** Value of {@link CONTEXT_KEY.purpose}. */
export const BACKUP_PURPOSE = "backup";

/**
 * Keys of the encryption context of a sealed field of a record. The first two are what KMS is told; the others stand in the header of the
 * field's own message as well.
 */
export const ITEM_CONTEXT_KEY = {
  /** Always {@link ITEM_PURPOSE}. */
  purpose: CONTEXT_KEY.purpose,
  /** Name of the table, as whoever seals and opens calls it. */
  table: "sealstack:table",
  /** Where the field stands in its record, as a JSON Pointer. */
  field: "sealstack:field",
  /** What the keys of the record's identity begin with: the JSON Pointer of each follows. */
  id: "sealstack:id",
} as const;

/** Value of {@link ITEM_CONTEXT_KEY.purpose}. */
export const ITEM_PURPOSE = "item";

/** What a backup can be made from; value of {@link CONTEXT_KEY.source}. */
export const BACKUP_SOURCES = ["files", "etcd", "step-ca"] as const;
export type BackupSource = (typeof BACKUP_SOURCES)[number];

/**
 * Tag on every copy of a snapshot: the id or ARN of what it is a copy of. An interrupted `sealstack snapshot copy` finds its copy by it, and the role that copies
 * may set no other tag on snapshots of databases.
 */
export const SNAPSHOT_SOURCE_TAG = "sealstack:source";

/** Output of a stack of side `source`: the accounts that may copy. */
export const SNAPSHOT_ACCOUNTS_OUTPUT = "snapshot_accounts";

/**
 * Object-key endings. A payload is `<prefix>/<name>-<UTC timestamp>.tar`, the compression (`.gz`, `.zst` or nothing), and how
 * it is sealed.
 */
export const OBJECT_SUFFIX = {
  /** Payload: an AWS Encryption SDK message. */
  kms: ".kms",
  /** Payload: an age file (passphrase mode). */
  age: ".age",
  /** Manifest beside the payload, in place of the payload's ending. */
  manifest: ".manifest.json",
} as const;

/**
 * Folder below each prefix for what is kept about backups. No prefix of a user can have its name, because none of their segments begins with a dot, so nobody's
 * backups stand in it; retention of the prefix covers it.
 */
export const RECORDS_FOLDER = ".sealstack/";

/** Folders within {@link RECORDS_FOLDER}: each is added to by one role, which policies tell by the key. */
export const RECORD_KINDS = {
  /** Evidence of restore drills; the tester's. */
  drills: "drills/",
  /** Marks of backups that are known to be bad; the tester's. A mark that was deleted does not count. */
  quarantine: "quarantine/",
  /** Marks of runs that found nothing changed; the writer's. */
  unchanged: "unchanged/",
  /** Newer keys around a backup's data key; the rekeyer's. */
  keys: "keys/",
} as const;
export type RecordKind = keyof typeof RECORD_KINDS;

/** How a payload can be compressed, and what its key has for it after `.tar`. */
export const COMPRESSION_SUFFIX = { gzip: ".gz", zstd: ".zst", none: "" } as const;

/** Object-key prefixes of the etcd-CA runbook, with the slash. */
export const DEFAULT_PREFIXES = ["step-ca/", "etcd-default/"] as const;

/** Alias of the backup key. */
export const DEFAULT_ALIAS = "alias/etcd-ca-backup";

/** Names of the stack outputs that the command-line tool reads from `cdktf output --outputs-file`. */
export const OUTPUT = {
  region: "region",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  /** Of a stack that rotates its key by hand: a list of `{ version, arn }`, in the order in which they encrypt. */
  keyVersions: "key_versions",
  /** Which of them the configuration calls current. */
  keyVersion: "key_version",
  bucket: "bucket",
  prefixes: "prefixes",
  /** By prefix: days that backups are kept. */
  retentionDays: "retention_days",
  writerRoleArn: "writer_role_arn",
  restorerRoleArn: "restorer_role_arn",
  administratorRoleArn: "administrator_role_arn",
  keeperRoleArn: "keeper_role_arn",
  testerRoleArn: "tester_role_arn",
  rekeyerRoleArn: "rekeyer_role_arn",
  instanceProfile: "writer_instance_profile",
  ansibleVault: "ansible_vault",
} as const;

/** What `sealstack fleet` can do to each object, by the names of the commands for one backup; a stack of preset `fleet` is for one of them. */
export const FLEET_OPERATIONS = [
  "verify",
  "verify-quick",
  "fixity",
  "rewrap",
  "reencrypt",
  "rekey-outer",
] as const;
export type FleetOperation = (typeof FLEET_OPERATIONS)[number];

/** Outputs of a stack of preset `fleet` that `fleet plan` and `fleet run` read, beside those of {@link OUTPUT}. */
export const FLEET_OUTPUT = {
  operation: "fleet_operation",
  jobRoleArn: "job_role_arn",
  functionArn: "function_arn",
  manifestLocation: "manifest_location",
  reportLocation: "report_location",
} as const;

/** Output of a stack with a second region: by region what is there, by the names of {@link OUTPUT}. Absent without one. */
export const REPLICAS_OUTPUT = "replicas";

/** Variables of the Ansible role that installs backups on CA hosts; the stack's output and `vault-config` use them. */
export const VAULT_VARIABLE = {
  /** `kms`, or `symmetric` for a passphrase. */
  encryptionMethod: "step_ca_backup_encryption_method",
  kmsKeyId: "step_ca_backup_kms_key_id",
  bucket: "step_ca_backup_s3_bucket",
  prefix: "step_ca_backup_s3_prefix",
  /** ARN of the role or user that the host acts as. */
  principal: "step_ca_backup_kms_principal",
} as const;
