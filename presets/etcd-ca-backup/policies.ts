/**
 * Who may do what, as plain data: configuration and ARNs in, statements out.
 *
 * Every use of the key stands twice, in the key policy and in the policy of the role, under the same conditions: a key policy that
 * names a principal allows it whatever the role's policy says, so a condition that stands only there would be void. The one exception
 * is the alias, see {@link keyPolicy}. `kms:CallerAccount` is not needed: each statement names identities.
 */
import { formatArn } from "../../modules/arn";
import { BACKUP_PURPOSE, CONTEXT_KEY } from "../../modules/backup-contract";
import type { Statement } from "../../modules/iam/policies/policy-document";
import { type AwsEnvironment, viaService } from "../../modules/iam/policies/principals";
import { ALIAS_ACTIONS, KEY_MANAGEMENT_ACTIONS } from "../../modules/kms/actions";
import {
  administratorStatement,
  contextCondition,
  delegatedStatement,
  rootStatement,
  THIS_KEY,
} from "../../modules/kms/policy/key-policy";
import {
  BUCKET_MANAGEMENT_ACTIONS,
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  READ_OBJECT_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "../../modules/s3/policy/actions";

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

/** ARNs of those whom the key policy lets in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly writers: readonly string[];
  readonly restorers: readonly string[];
}

/** A statement about the key, before it is known whose policy it stands in. */
type KeyUse = Pick<Statement, "sid" | "actions" | "conditions">;

/**
 * The key policy: root, administrator, writer and restorer apart.
 *
 * KMS does not know `kms:ResourceAliases` in key policies. So the key policy does not name the writer for the envelope but lets its own
 * policy decide, within the encryption context: the alias condition stands there.
 */
export function keyPolicy(
  place: BackupPlace,
  audiences: Audiences,
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
): readonly Statement[] {
  const allow = (principals: readonly string[]) => (use: KeyUse) => ({
    ...use,
    principals: { aws: principals },
    resources: THIS_KEY,
  });
  return [
    rootStatement(place.env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(audiences.administrators),
    delegatedStatement(place.env, audiences.writers, writerEnvelope(place)),
    ...[writerBucket(place)].map(allow(audiences.writers)),
    ...[restorerEnvelope(place), restorerBucket(place), RESTORER_DESCRIBE].map(allow(audiences.restorers)),
  ];
}

/**
 * The policy of a replica: replicas share material, not policies. The writer is not in it: only the replication adds anything in another region, and what it
 * may do is granted to its role.
 *
 * @param place the second bucket; `undefined` where the region has a key only
 */
export function replicaKeyPolicy(
  primary: BackupPlace,
  place: BackupPlace | undefined,
  { administrators, restorers }: Omit<Audiences, "writers">,
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
): readonly Statement[] {
  const uses = [
    restorerEnvelope(primary),
    ...(place === undefined ? [] : [restorerBucket(place)]),
    RESTORER_DESCRIBE,
  ];
  return [
    rootStatement(primary.env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(administrators),
    ...uses.map((use) => ({ ...use, principals: { aws: restorers }, resources: THIS_KEY })),
  ];
}

/** Adds backups. Cannot open one: it may decrypt only what S3 asks for, and S3 gives it no object. */
export function writerStatements(place: BackupPlace, keyArn: string): readonly Statement[] {
  return [
    // Any key of account and region, but only while it carries the alias: moving the alias moves the writer.
    { ...boundToAlias(writerEnvelope(place), place.alias), resources: [kmsArn(place.env, "key/*")] },
    { ...writerBucket(place), resources: [keyArn] },
    { sid: "AddBackups", actions: WRITE_OBJECT_ACTIONS, resources: objectArns(place) },
    listStatement(place, [LIST_BUCKET_ACTION]),
  ];
}

/** Reads and opens backups, those of earlier keys and those in other regions too; changes nothing. */
export function restorerStatements(
  place: BackupPlace,
  keyArns: readonly [string, ...string[]],
  replicas: Replicas = NO_REPLICAS,
): readonly Statement[] {
  const everywhere = [...keyArns, ...replicas.keyArns];
  const second = replicas.bucket;
  const places = [place, ...(second === undefined ? [] : [second.place])];
  return [
    { ...restorerEnvelope(place), resources: everywhere },
    { ...restorerBucket(place), resources: keyArns },
    ...(second === undefined
      ? []
      : [{ ...restorerBucket(second.place), sid: "RestorerSecondBucket", resources: [second.keyArn] }]),
    { ...RESTORER_DESCRIBE, resources: everywhere },
    { sid: "ReadBackups", actions: READ_OBJECT_ACTIONS, resources: places.flatMap(objectArns) },
    {
      ...listStatement(place, [LIST_BUCKET_ACTION, LIST_VERSIONS_ACTION]),
      resources: places.map(({ bucketArn }) => bucketArn),
    },
  ];
}

/** Manages key and alias, and looks at the bucket. Neither uses the key nor reads objects, nor can it make them disappear but through the key. */
export function administratorStatements(
  place: BackupPlace,
  keyArn: string,
  { keyArns, regions, bucket }: Replicas = NO_REPLICAS,
): readonly Statement[] {
  const envs = [place.env, ...regions.map((region) => ({ ...place.env, region }))];
  const second = bucket === undefined || bucket.otherAccount ? [] : [bucket.place.bucketArn];
  const buckets = [place.bucketArn, ...second];
  return [
    { sid: "ManageKey", actions: KEY_MANAGEMENT_ACTIONS, resources: [keyArn, ...keyArns] },
    { sid: "ManageAlias", actions: ALIAS_ACTIONS, resources: envs.map((env) => kmsArn(env, place.alias)) },
    { sid: "ManageBucket", actions: BUCKET_MANAGEMENT_ACTIONS, resources: buckets },
  ];
}

/** The envelope of a backup: a data key, only for sealstack's encryption context. */
function writerEnvelope(place: BackupPlace): KeyUse {
  return {
    sid: "WriterEnvelope",
    actions: ["kms:GenerateDataKey"],
    conditions: backupContext(place),
  };
}

/** Only while the key carries the alias. The condition key is multi-valued: a plain StringEquals never matches it. */
function boundToAlias(use: KeyUse, alias: string): KeyUse {
  return {
    ...use,
    conditions: { ...use.conditions, "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } },
  };
}

/** What S3 does with the bucket's key on behalf of an upload. */
function writerBucket(place: BackupPlace): KeyUse {
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
function restorerEnvelope(place: BackupPlace): KeyUse {
  return { sid: "RestorerEnvelope", actions: ["kms:Decrypt"], conditions: backupContext(place) };
}

function restorerBucket(place: BackupPlace): KeyUse {
  return { sid: "RestorerBucket", actions: ["kms:Decrypt"], conditions: throughBucket(place) };
}

/** Finds the key that an alias stands for. Has no encryption context to bind it to. */
const RESTORER_DESCRIBE: KeyUse = { sid: "RestorerDescribe", actions: ["kms:DescribeKey"] };

function backupContext({ prefixes }: BackupPlace): NonNullable<Statement["conditions"]> {
  return {
    StringEquals: contextCondition({ [CONTEXT_KEY.purpose]: BACKUP_PURPOSE }),
    StringLike: contextCondition({ [CONTEXT_KEY.backup]: prefixes.map((prefix) => `${prefix}*`) }),
  };
}

/** Only S3 of this region, for this bucket: with a bucket key, the encryption context is the bucket's ARN. */
function throughBucket({ env, bucketArn }: BackupPlace): NonNullable<Statement["conditions"]> {
  return {
    StringEquals: {
      "kms:ViaService": viaService("s3", env),
      ...contextCondition({ "aws:s3:arn": bucketArn }),
    },
  };
}

/** Lists below the prefixes, and nowhere else. */
function listStatement({ bucketArn, prefixes }: BackupPlace, actions: readonly string[]): Statement {
  return {
    sid: "ListBackups",
    actions,
    resources: [bucketArn],
    conditions: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } },
  };
}

function objectArns({ bucketArn, prefixes }: BackupPlace): string[] {
  return prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
}

function kmsArn({ partition, region, accountId }: AwsEnvironment, resource: string): string {
  return formatArn({ partition, service: "kms", region, account: accountId, resource });
}
