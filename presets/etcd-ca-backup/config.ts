/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { DEFAULT_ALIAS, DEFAULT_PREFIXES } from "../../modules/backup-contract";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { shown } from "../../modules/show-value";
import { auditSchema } from "../common/config/audit-schema";
import { checked, ownAccountField, regionField, tagsField } from "../common/config/fields";
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
import { objectLockSchema, retentionProblems, retentionSchema } from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { batchReplicationSchema } from "../common/pair/batch-schema";
import { otherAccountProblems, otherAccountSchema } from "../common/pair/other-account";
import {
  administratorSchema,
  keeperSchema,
  rekeyerSchema,
  restorerSchema,
  testerSchema,
  writerSchema,
} from "./audiences";

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

const bucketSchema = z
  .strictObject({
    name: checked(bucketNameProblem).optional().meta({
      description: "Name of the bucket. Default: '<stack>-<account id>-<region>'.",
    }),
    prefixes: z
      .array(retentionSchema("a backup", "step-ca/"))
      .min(1)
      .max(100)
      .prefault(DEFAULT_PREFIXES.map((prefix) => ({ prefix })))
      .meta({ description: "Where backups are stored, and how long. Prefixes must not overlap." }),
    objectLock: objectLockSchema("Without it, an administrator of the account can delete backups."),
    replica: z
      .strictObject({
        region: regionField("the second bucket, one of key.replicaRegions"),
        name: checked(bucketNameProblem).optional().meta({
          description: "Name of the second bucket. Default: '<stack>-<account id>-<its region>'.",
        }),
        preventDestroy: preventDestroyField("the second bucket"),
        account: otherAccountSchema.meta({
          description:
            "Another account that keeps the second bucket, under a key of its own: its owner deploys the preset s3-replication-destination, and before this stack. Default: this account.",
        }),
        batchReplication: batchReplicationSchema,
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
    accountId: ownAccountField.optional(),
    key: keySchema,
    bucket: bucketSchema,
    writer: writerSchema,
    restorer: restorerSchema,
    administrator: administratorSchema,
    keeper: keeperSchema,
    tester: testerSchema,
    rekeyer: rekeyerSchema,
    audit: auditSchema,
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description:
      "Backups of an etcd cluster and its certificate authority: key, bucket, three roles, and three more on request.",
  });

export type EtcdCaBackupConfig = z.infer<typeof etcdCaBackupSchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { region, accountId, key, bucket } = (value ?? {}) as Incomplete;
  const report = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  const rootProblem = rootStatementProblem(key);
  if (rootProblem !== undefined) report(["key", "rootStatement"], rootProblem);
  for (const problem of replicaProblems(region, key)) report(["key", "replicaRegions"], problem);
  const replica = replicaBucketProblem(region, key, bucket?.replica?.region);
  if (replica !== undefined) report(["bucket", "replica", "region"], replica);
  if (bucket?.name !== undefined && bucket.name === bucket.replica?.name)
    report(["bucket", "replica", "name"], `must not be the first bucket's, got ${shown(bucket.name)}`);
  const account = bucket?.replica?.account;
  if (account !== undefined && bucket?.replica?.name !== undefined)
    report(
      ["bucket", "replica", "name"],
      "must be left out beside bucket.replica.account, whose owner names the bucket",
    );
  for (const { path, message } of otherAccountProblems(["bucket", "replica", "account"], {
    accountId,
    region: bucket?.replica?.region,
    bucket: bucket?.name,
    hasLock: bucket?.objectLock !== undefined,
    account,
  }))
    report(path, message);
  for (const { path, message } of retentionProblems("prefixes", bucket?.prefixes, bucket?.objectLock))
    report(["bucket", ...path], message);
}

/** A second bucket is of use only where its backups can be opened. */
function replicaBucketProblem(region: unknown, key: Incomplete["key"], at: unknown): string | undefined {
  if (typeof at !== "string") return undefined;
  if (at === region) return `must not be the stack's own region, got ${shown(at)}`;
  const regions: readonly unknown[] = Array.isArray(key?.replicaRegions) ? key.replicaRegions : [];
  if (regions.includes(at)) return undefined;
  return `must be one of key.replicaRegions (${regions.join(", ") || "none"}), got ${shown(at)}`;
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly region?: unknown;
  readonly accountId?: unknown;
  readonly key?: {
    readonly rootStatement?: unknown;
    readonly rootStatementReason?: unknown;
    readonly multiRegion?: unknown;
    readonly replicaRegions?: unknown;
  };
  readonly bucket?: {
    readonly name?: unknown;
    readonly replica?: {
      readonly region?: unknown;
      readonly name?: unknown;
      readonly account?: Readonly<Record<string, unknown>>;
    };
    readonly prefixes?: unknown;
    readonly objectLock?: { readonly retentionInDays?: unknown };
  };
}
