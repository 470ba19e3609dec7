/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { STORAGE_CLASSES, type StorageClass } from "../../modules/s3/lifecycle/storage-classes";
import { shown } from "../../modules/show-value";
import { checked, ownAccountField, regionField, tagsField } from "../common/config/fields";
import { preventDestroyField, rootStatementProblem } from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import {
  noncurrentExpirationField,
  objectLockSchema,
  prefixField,
  retentionProblems,
  retentionSchema,
} from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { peopleSchema } from "../common/config/trust-schema";
import { batchReplicationSchema } from "../common/pair/batch-schema";
import { actorSchema, pairKeySchema } from "../common/pair/fields";
import { otherAccountProblems, otherAccountSchema } from "../common/pair/other-account";

const nameField = (description: string) => checked(bucketNameProblem).optional().meta({ description });

const bucketSchema = z
  .strictObject({
    name: nameField("Name of the bucket. Default: '<stack>-<account id>-<region>'."),
    retentions: z.array(retentionSchema("an object", "logs/")).max(100).default([]).meta({
      description: "How long objects are kept, by prefix; prefixes must not overlap. Default: for ever.",
    }),
    noncurrentExpirationInDays: noncurrentExpirationField,
    objectLock: objectLockSchema("Without it, an administrator of the account can delete objects."),
    preventDestroy: preventDestroyField("the bucket"),
  })
  .prefault({})
  .meta({ description: "The bucket that is copied." });

const destinationSchema = z
  .strictObject({
    region: regionField("the replicas, another one unless they are another account's"),
    name: nameField("Name of the second bucket. Default: '<stack>-<account id>-<its region>'."),
    preventDestroy: preventDestroyField("the second bucket and its key"),
    account: otherAccountSchema.meta({
      description:
        "Another account that keeps the replicas: its owner deploys the preset s3-replication-destination. Default: this account.",
    }),
  })
  .meta({
    description:
      "Where the replicas go. In this account, the second bucket has the retentions and object lock of the first.",
  });

const rulesSchema = z
  .strictObject({
    prefixes: z.array(prefixField).max(100).default([]).meta({
      description: "Which objects are copied, by the start of their keys. Default: all.",
    }),
    deleteMarkers: z.boolean().default(false).meta({
      description: "Whether a deletion hides the replica, too. Versions are never deleted by replication.",
    }),
    storageClass: z
      .enum(Object.keys(STORAGE_CLASSES) as [StorageClass, ...StorageClass[]])
      .optional()
      .meta({ description: "Storage class of the replicas. Default: that of each object." }),
    replicationTime: z.boolean().default(false).meta({
      description: "Whether S3 promises replicas within 15 minutes, and measures it. Costs extra.",
    }),
    metrics: z.boolean().optional().meta({
      description: "Whether CloudWatch shows what is pending and what failed. Default: as replicationTime.",
    }),
  })
  .prefault({})
  .meta({ description: "What is copied, and how." });

/** Configuration of one `s3-replication` stack. */
export const s3ReplicationSchema = z
  .strictObject({
    preset: z.literal("s3-replication").meta({ description: "What the stack is made from." }),
    region: regionField("the first bucket and its key"),
    tags: tagsField,
    accountId: ownAccountField.optional(),
    key: pairKeySchema(
      "alias/s3-replication",
      "The KMS key of the bucket, and a second one of its kind for the replicas in this account.",
    ),
    bucket: bucketSchema,
    destination: destinationSchema,
    replication: rulesSchema,
    batchReplication: batchReplicationSchema,
    writer: actorSchema("Who writes objects. Adds and replaces them in the first bucket, and reads none."),
    reader: actorSchema("Who reads objects, in the first bucket and in the second one of this account."),
    administrator: peopleSchema(
      "Who manages the keys and looks at the buckets. Uses no key, and reads no object.",
    ),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description: "A bucket under a KMS key, and its replica under a key of another region or account.",
  });

export type S3ReplicationConfig = z.infer<typeof s3ReplicationSchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { region, accountId, key, bucket, destination, replication } = (value ?? {}) as Incomplete;
  const report = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  const rootProblem = rootStatementProblem(key);
  if (rootProblem !== undefined) report(["key", "rootStatement"], rootProblem);
  for (const { path, message } of retentionProblems("retentions", bucket?.retentions, bucket?.objectLock))
    report(["bucket", ...path], message);
  const there = destination?.account;
  if (there === undefined && typeof destination?.region === "string" && destination.region === region)
    report(
      ["destination", "region"],
      `must be another region than the stack's own, got ${shown(region)}; only another account's bucket can be in the same`,
    );
  if (destination?.name !== undefined && destination.name === bucket?.name)
    report(["destination", "name"], `must not be the first bucket's, got ${shown(destination.name)}`);
  if (there !== undefined && destination?.name !== undefined)
    report(
      ["destination", "name"],
      "must be left out beside destination.account, whose owner names the bucket",
    );
  const at = ["destination", "account"];
  for (const { path, message } of otherAccountProblems(at, {
    accountId,
    region: destination?.region,
    bucket: bucket?.name,
    hasLock: bucket?.objectLock !== undefined,
    account: there,
  }))
    report(path, message);
  const overlap = overlapping(replication?.prefixes);
  if (overlap !== undefined)
    report(
      ["replication", "prefixes"],
      `must not overlap, got ${shown(overlap[0])} and ${shown(overlap[1])}`,
    );
  if (replication?.replicationTime === true && replication.metrics === false)
    report(["replication", "metrics"], "must not be false where replicationTime is true, which is measured");
}

/** Two prefixes of which one begins with the other. */
function overlapping(prefixes: unknown): readonly [string, string] | undefined {
  const texts: readonly unknown[] = Array.isArray(prefixes) ? prefixes : [];
  for (const [index, one] of texts.entries())
    for (const other of texts.slice(index + 1))
      if (
        typeof one === "string" &&
        typeof other === "string" &&
        (one.startsWith(other) || other.startsWith(one))
      )
        return [one, other];
  return undefined;
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly region?: unknown;
  readonly accountId?: unknown;
  readonly key?: { readonly rootStatement?: unknown; readonly rootStatementReason?: unknown };
  readonly bucket?: {
    readonly name?: unknown;
    readonly retentions?: unknown;
    readonly objectLock?: { readonly retentionInDays?: unknown };
  };
  readonly destination?: {
    readonly region?: unknown;
    readonly name?: unknown;
    readonly account?: Readonly<Record<string, unknown>>;
  };
  readonly replication?: {
    readonly prefixes?: unknown;
    readonly replicationTime?: unknown;
    readonly metrics?: unknown;
  };
}
