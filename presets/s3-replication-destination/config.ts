/** What the owner of the other account can configure: the schema, with every default and description. */
import { z } from "zod";
import { parseArn } from "../../modules/arn";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { shown } from "../../modules/show-value";
import {
  accountField,
  checked,
  ownAccountField,
  regionField,
  roleArn,
  tagsField,
} from "../common/config/fields";
import { preventDestroyField, rootStatementProblem } from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import {
  noncurrentExpirationField,
  objectLockSchema,
  retentionProblems,
  retentionSchema,
} from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { peopleSchema } from "../common/config/trust-schema";
import { actorSchema, pairKeySchema } from "../common/pair/fields";

const bucketSchema = z
  .strictObject({
    name: checked(bucketNameProblem).optional().meta({
      description: "Name of the bucket. Default: '<stack>-<account id>-<region>'.",
    }),
    retentions: z.array(retentionSchema("a replica", "logs/")).max(100).default([]).meta({
      description: "How long replicas are kept, by prefix; prefixes must not overlap. Default: for ever.",
    }),
    noncurrentExpirationInDays: noncurrentExpirationField,
    objectLock: objectLockSchema("Without it, an administrator of this account can delete replicas."),
    preventDestroy: preventDestroyField("the bucket"),
  })
  .prefault({})
  .meta({ description: "The bucket for the replicas. Nobody but the replication writes there." });

const sourceSchema = z
  .strictObject({
    accountId: accountField("Account whose bucket is copied, twelve digits in quotes. Not the stack's own."),
    roleArn: roleArn.meta({
      description:
        "ARN of the role of the replication, which need not be there yet: 'arn:aws:iam::<account>:role/<stack>-replication' for stacks of s3-replication and etcd-ca-backup.",
    }),
    readerArns: z.array(roleArn).default([]).meta({
      description:
        "ARNs of roles of that account that may read replicas, such as the restorer of etcd-ca-backup. They need not be there yet. Default: none.",
    }),
  })
  .meta({ description: "The other half of the pair." });

/** Configuration of one `s3-replication-destination` stack. */
export const s3ReplicationDestinationSchema = z
  .strictObject({
    preset: z.literal("s3-replication-destination").meta({ description: "What the stack is made from." }),
    region: regionField("bucket and key"),
    tags: tagsField,
    accountId: ownAccountField,
    key: pairKeySchema("alias/s3-replication-destination", "The KMS key of the replicas."),
    bucket: bucketSchema,
    source: sourceSchema,
    reader: actorSchema("Who reads replicas, of this account."),
    administrator: peopleSchema(
      "Who manages the key and looks at the bucket. Does not use the key, and reads no object.",
    ),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description: "The bucket and key for the replicas of another account's bucket, deployed by their owner.",
  });

export type S3ReplicationDestinationConfig = z.infer<typeof s3ReplicationDestinationSchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { accountId, key, bucket, source } = (value ?? {}) as Incomplete;
  const report = (path: readonly (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  const rootProblem = rootStatementProblem(key);
  if (rootProblem !== undefined) report(["key", "rootStatement"], rootProblem);
  for (const { path, message } of retentionProblems("retentions", bucket?.retentions, bucket?.objectLock))
    report(["bucket", ...path], message);
  const theirs = source?.accountId;
  if (typeof theirs !== "string") return;
  if (theirs === accountId)
    report(
      ["source", "accountId"],
      `must be another account than the stack's own, got ${shown(theirs)}; one account needs the preset s3-replication only`,
    );
  const check = (path: readonly (string | number)[], arn: unknown) => {
    const found = typeof arn === "string" ? parseArn(arn) : undefined;
    if (found !== undefined && found.account !== theirs)
      report(path, `must be a role of account ${theirs}, got ${shown(arn)}`);
  };
  check(["source", "roleArn"], source?.roleArn);
  const readers: readonly unknown[] = Array.isArray(source?.readerArns) ? source.readerArns : [];
  for (const [index, arn] of readers.entries()) check(["source", "readerArns", index], arn);
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly accountId?: unknown;
  readonly key?: { readonly rootStatement?: unknown; readonly rootStatementReason?: unknown };
  readonly bucket?: {
    readonly retentions?: unknown;
    readonly objectLock?: { readonly retentionInDays?: unknown };
  };
  readonly source?: {
    readonly accountId?: unknown;
    readonly roleArn?: unknown;
    readonly readerArns?: unknown;
  };
}
