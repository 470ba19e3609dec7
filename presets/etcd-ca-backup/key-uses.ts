/** What roles do with the key, before it is known whose policy says so: the same stands in the key policy and in the role's. */
import type { Statement } from "../../modules/iam/policies/policy-document";
import { type BackupPlace, backupContext, throughBucket } from "./place";

export type KeyUse = Pick<Statement, "sid" | "actions" | "conditions">;

/** The envelope of a backup: a data key, only for sealstack's encryption context. */
export function writerEnvelope(place: BackupPlace): KeyUse {
  return { sid: "WriterEnvelope", actions: ["kms:GenerateDataKey"], conditions: backupContext(place) };
}

/** Only while the key carries the alias. The condition key is multi-valued: a plain StringEquals never matches it. */
export function boundToAlias(use: KeyUse, alias: string): KeyUse {
  return {
    ...use,
    conditions: { ...use.conditions, "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } },
  };
}

/** What S3 does with the bucket's key on behalf of an upload. */
export function writerBucket(place: BackupPlace): KeyUse {
  return {
    sid: "WriterBucket",
    actions: [
      "kms:GenerateDataKey",
      "kms:Decrypt", // S3 reads the parts of a multipart upload again when it is completed
    ],
    conditions: throughBucket(place),
  };
}

/** Never bound to the alias: once it moves to another key, old backups could not be opened. */
export function restorerEnvelope(place: BackupPlace): KeyUse {
  return { sid: "RestorerEnvelope", actions: ["kms:Decrypt"], conditions: backupContext(place) };
}

export function restorerBucket(place: BackupPlace): KeyUse {
  return { sid: "RestorerBucket", actions: ["kms:Decrypt"], conditions: throughBucket(place) };
}

/** Finds the key that an alias stands for. Has no encryption context to bind it to. */
export const RESTORER_DESCRIBE: KeyUse = { sid: "RestorerDescribe", actions: ["kms:DescribeKey"] };

/** The old key around a data key is taken off within KMS; to open it, the rekeyer has what the restorer has. */
export function rekeyerEnvelope(place: BackupPlace): KeyUse {
  return { sid: "RekeyerEnvelope", actions: ["kms:ReEncryptFrom"], conditions: backupContext(place) };
}

/** A new key around a data key, or around a new one for the whole message. */
export function rekeyerSeal(place: BackupPlace): KeyUse {
  return {
    sid: "RekeyerSeal",
    actions: ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptTo"],
    conditions: backupContext(place),
  };
}
