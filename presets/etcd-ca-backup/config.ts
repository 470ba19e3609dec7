/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { DEFAULT_ALIAS, DEFAULT_PREFIXES } from "../../modules/backup-contract";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { lockProblems, overlapProblems } from "../../modules/s3/lifecycle/lifecycle";
import { LIFECYCLE_DAYS, RETENTION_DAYS } from "../../modules/s3/limits";
import { auditSchema } from "../common/config/audit-schema";
import { checked, matching, regionField, tagsField, wholeNumber } from "../common/config/fields";
import {
  aliasField,
  deletionWindowField,
  multiRegionFields,
  preventDestroyField,
  previousKeyArnsField,
  replicaProblems,
  rootStatementFields,
  rootStatementProblem,
  rotationField,
} from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { administratorSchema, restorerSchema, writerSchema } from "./audiences";

/** Days that backups are kept, unless the configuration says otherwise. */
const DEFAULT_EXPIRATION_IN_DAYS = 90;

/** Days that a noncurrent version is kept: time to notice that something deleted a backup. */
const DEFAULT_NONCURRENT_EXPIRATION_IN_DAYS = 30;

/** Longer than any upload takes, short enough that parts of a failed one cost little. */
const DEFAULT_ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS = 7;

/** No wildcard may stand in a prefix: it goes into policies, where `*` and `?` match anything. */
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9!_.'()-]*(\/[A-Za-z0-9][A-Za-z0-9!_.'()-]*)*\/$/;

const keySchema = z
  .strictObject({
    alias: aliasField(DEFAULT_ALIAS, "The writer may use only the key that carries it."),
    rotationPeriodInDays: rotationField("Old backups still open after one."),
    deletionWindowInDays: deletionWindowField("every backup"),
    ...rootStatementFields,
    ...multiRegionFields,
    previousKeyArns: previousKeyArnsField(
      "ARNs of keys that older backups are encrypted with. The restorer may use them too, as far as their own key policies agree.",
    ),
    preventDestroy: preventDestroyField("the key"),
  })
  .prefault({})
  .meta({ description: "The KMS key that encrypts backups and bucket." });

const prefixSchema = z.strictObject({
  prefix: matching(PREFIX, "a prefix of letters, digits and !_.'()-, parted by '/', with a '/' at the end")
    .max(128)
    .meta({ description: "Start of the object keys, with a slash at the end: 'step-ca/'." }),
  expirationInDays: wholeNumber(LIFECYCLE_DAYS)
    .default(DEFAULT_EXPIRATION_IN_DAYS)
    .meta({ description: "Days until a backup expires." }),
  noncurrentExpirationInDays: wholeNumber(LIFECYCLE_DAYS)
    .default(DEFAULT_NONCURRENT_EXPIRATION_IN_DAYS)
    .meta({ description: "Days until an expired or deleted backup is gone for good." }),
  abortIncompleteMultipartUploadInDays: wholeNumber(LIFECYCLE_DAYS)
    .default(DEFAULT_ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS)
    .meta({ description: "Days until the parts of an unfinished upload are removed." }),
});

const bucketSchema = z
  .strictObject({
    name: checked(bucketNameProblem).optional().meta({
      description: "Name of the bucket. Default: '<stack>-<account id>-<region>'.",
    }),
    prefixes: z
      .array(prefixSchema)
      .min(1)
      .max(100)
      .prefault(DEFAULT_PREFIXES.map((prefix) => ({ prefix })))
      .meta({ description: "Where backups are stored, and how long. Prefixes must not overlap." }),
    objectLock: z
      .strictObject({
        mode: z.enum(["GOVERNANCE", "COMPLIANCE"]).meta({
          description: "'COMPLIANCE' yields to nobody, the root user included, until the days are over.",
        }),
        retentionInDays: wholeNumber(RETENTION_DAYS).meta({
          description: "Days in which no version can be deleted. Not longer than any expirationInDays.",
        }),
      })
      .optional()
      .meta({
        description:
          "Default retention of every new object, which can be added later and never be switched off again. Without it, an administrator of the account can delete backups. Default: none.",
      }),
    replica: z
      .strictObject({
        region: regionField("the second bucket, one of key.replicaRegions"),
        name: checked(bucketNameProblem).optional().meta({
          description: "Name of the second bucket. Default: '<stack>-<account id>-<its region>'.",
        }),
        preventDestroy: preventDestroyField("the second bucket"),
      })
      .optional()
      .meta({
        description:
          "A second bucket that S3 copies every new backup to, under the key's replica, with the same retention and object lock. Nobody else writes there. Default: none.",
      }),
    preventDestroy: preventDestroyField("the bucket"),
  })
  .prefault({})
  .meta({ description: "The bucket for the backups." });

/** Configuration of one `etcd-ca-backup` stack. */
export const etcdCaBackupSchema = z
  .strictObject({
    preset: z.literal("etcd-ca-backup").meta({ description: "What the stack is made from." }),
    region: regionField("key and bucket"),
    tags: tagsField,
    key: keySchema,
    bucket: bucketSchema,
    writer: writerSchema,
    restorer: restorerSchema,
    administrator: administratorSchema,
    audit: auditSchema,
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description: "Backups of an etcd cluster and its certificate authority: key, bucket and three roles.",
  });

export type EtcdCaBackupConfig = z.infer<typeof etcdCaBackupSchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { region, key, bucket } = (value ?? {}) as Incomplete;
  const report = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  const rootProblem = rootStatementProblem(key);
  if (rootProblem !== undefined) report(["key", "rootStatement"], rootProblem);
  for (const problem of replicaProblems(region, key)) report(["key", "replicaRegions"], problem);
  const replica = replicaBucketProblem(region, key, bucket?.replica?.region);
  if (replica !== undefined) report(["bucket", "replica", "region"], replica);
  if (bucket?.name !== undefined && bucket.name === bucket.replica?.name)
    report(["bucket", "replica", "name"], `must not be the first bucket's, got '${bucket.name}'`);
  const retentions = (bucket?.prefixes ?? []).filter(({ prefix }) => typeof prefix === "string");
  for (const problem of overlapProblems(retentions.map(({ prefix }) => String(prefix))))
    report(["bucket", "prefixes"], problem);
  const retentionInDays = bucket?.objectLock?.retentionInDays;
  if (typeof retentionInDays !== "number") return;
  for (const { prefix, expirationInDays } of retentions) {
    if (typeof expirationInDays !== "number") continue;
    for (const problem of lockProblems({ prefix: String(prefix), expirationInDays }, { retentionInDays }))
      report(["bucket", "objectLock", "retentionInDays"], problem);
  }
}

/** A second bucket is of use only where its backups can be opened. */
function replicaBucketProblem(region: unknown, key: Incomplete["key"], at: unknown): string | undefined {
  if (typeof at !== "string") return undefined;
  if (at === region) return `must not be the stack's own region, got '${at}'`;
  const regions: readonly unknown[] = Array.isArray(key?.replicaRegions) ? key.replicaRegions : [];
  if (regions.includes(at)) return undefined;
  return `must be one of key.replicaRegions (${regions.join(", ") || "none"}), got '${at}'`;
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly region?: unknown;
  readonly key?: {
    readonly rootStatement?: unknown;
    readonly rootStatementReason?: unknown;
    readonly multiRegion?: unknown;
    readonly replicaRegions?: unknown;
  };
  readonly bucket?: {
    readonly name?: unknown;
    readonly replica?: { readonly region?: unknown; readonly name?: unknown };
    readonly prefixes?: readonly { readonly prefix?: unknown; readonly expirationInDays?: unknown }[];
    readonly objectLock?: { readonly retentionInDays?: unknown };
  };
}
