/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { RECOVERY_DAYS } from "../../modules/dynamodb/limits";
import { keyAttributeProblem, tableNameProblem } from "../../modules/dynamodb/names";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { shown } from "../../modules/show-value";
import { checked, regionField, tagsField, wholeNumber } from "../common/config/fields";
import {
  aliasField,
  deletionWindowField,
  preventDestroyField,
  rotationField,
} from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { noncurrentExpirationField } from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { anyTrust, maxSessionDuration, peopleSchema } from "../common/config/trust-schema";

/** Regions beside the first. */
const MAX_REPLICA_REGIONS = 2;

const keySchema = z
  .strictObject({
    alias: aliasField("alias/vault", "The same in every region."),
    rotationPeriodInDays: rotationField("Older fields and objects still open."),
    deletionWindowInDays: deletionWindowField("everything sealed with it"),
    preventDestroy: preventDestroyField("the keys"),
  })
  .prefault({})
  .meta({ description: "The multi-Region key, and its replica in every other region." });

const attribute = (description: string) => checked(keyAttributeProblem).meta({ description });

const tableSchema = z
  .strictObject({
    name: checked(tableNameProblem).optional().meta({
      description:
        "Name of the table in every region, and what `--table` says of its fields. Default: the name of the stack.",
    }),
    partitionKey: attribute(
      "Attribute, a text, by which items are found. A change would make a new table.",
    ).default("id"),
    sortKey: attribute(
      "Second attribute of the key, a text. A change would make a new table. Default: none.",
    ).optional(),
    recoveryPeriodInDays: wholeNumber(RECOVERY_DAYS)
      .default(RECOVERY_DAYS.max)
      .meta({ description: "Days of which the table can be restored to any second." }),
    deletionProtection: z
      .boolean()
      .default(true)
      .meta({ description: "Whether DynamoDB refuses to delete the table and its replicas." }),
    preventDestroy: preventDestroyField("the table"),
  })
  .prefault({})
  .meta({ description: "The DynamoDB global table, under a key in each region." });

const bucketSchema = z
  .strictObject({
    names: z
      .record(z.string(), checked(bucketNameProblem))
      .default({})
      .meta({ description: "Names of buckets by region. Default: '<stack>-<account id>-<region>'." }),
    noncurrentExpirationInDays: noncurrentExpirationField,
    preventDestroy: preventDestroyField("the buckets"),
  })
  .prefault({})
  .meta({ description: "A bucket in each region; new objects of each are copied to all others." });

const actorSchema = (description: string) =>
  z.strictObject({ trust: anyTrust, maxSessionDuration }).prefault({}).meta({ description });

/** Configuration of one `multi-region-vault` stack. */
export const multiRegionVaultSchema = z
  .strictObject({
    preset: z.literal("multi-region-vault").meta({ description: "What the stack is made from." }),
    region: regionField("the primary key and the table; the others have replicas"),
    tags: tagsField,
    replicaRegions: z
      .array(regionField("replicas of key, table and buckets"))
      .min(1, { error: "must have one or two regions beside the first, got none" })
      .max(MAX_REPLICA_REGIONS, {
        error: ({ input }) =>
          `must have one or two regions beside the first, got ${Array.isArray(input) ? input.length : input}`,
      })
      .meta({ description: "One or two other regions, with all of it." }),
    key: keySchema,
    table: tableSchema,
    bucket: bucketSchema,
    writer: actorSchema(
      "Who seals fields, and adds items and objects: a role in each region. Opens nothing.",
    ),
    reader: actorSchema(
      "Who reads items and objects, and opens fields: a role in each region. Changes nothing.",
    ),
    administrator: peopleSchema("Who manages the keys, and does not use them."),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description:
      "Sealed fields and files that can be written and read in two or three regions: key, table and buckets in each.",
  });

export type MultiRegionVaultConfig = z.infer<typeof multiRegionVaultSchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { region, replicaRegions, table, bucket } = (value ?? {}) as Incomplete;
  const report = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  const others: readonly unknown[] = Array.isArray(replicaRegions) ? replicaRegions : [];
  for (const [index, other] of others.entries()) {
    if (other === region)
      report(["replicaRegions", index], `must not be the first region, got ${shown(other)} again`);
    else if (others.indexOf(other) !== index)
      report(["replicaRegions", index], `must name each region once, got ${shown(other)} again`);
  }
  for (const name of Object.keys(bucket?.names ?? {}))
    if (![region, ...others].includes(name))
      report(["bucket", "names", name], "must be a region of the stack, got another one");
  const names = Object.values(bucket?.names ?? {});
  for (const [name, bucketName] of Object.entries(bucket?.names ?? {}))
    if (names.filter((other) => other === bucketName).length > 1)
      report(["bucket", "names", name], `must be given once, got ${shown(bucketName)} for two regions`);
  if (table?.sortKey !== undefined && table.sortKey === table.partitionKey)
    report(["table", "sortKey"], `must be another attribute than partitionKey, got ${shown(table.sortKey)}`);
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly region?: unknown;
  readonly replicaRegions?: unknown;
  readonly table?: { readonly partitionKey?: unknown; readonly sortKey?: unknown };
  readonly bucket?: { readonly names?: Readonly<Record<string, unknown>> };
}
