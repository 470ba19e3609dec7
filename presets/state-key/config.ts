/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { overlapProblems } from "../../modules/s3/lifecycle/lifecycle";
import { LIFECYCLE_DAYS } from "../../modules/s3/limits";
import { checked, regionField, tagsField, wholeNumber } from "../common/config/fields";
import {
  aliasField,
  deletionWindowField,
  multiRegionFields,
  preventDestroyField,
  replicaProblems,
  rootStatementFields,
  rootStatementProblem,
  rotationField,
} from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { prefixField } from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { anyTrust, maxSessionDuration, peopleSchema } from "../common/config/trust-schema";

/** Versions of a state that are kept whatever their age. Source of the limit: S3 API Reference, `NewerNoncurrentVersions`. */
const KEPT_VERSIONS = { min: 1, max: 100 };
const DEFAULT_KEPT_VERSIONS = 20;

/** Days: a quarter, in which somebody notices that a state is wrong. */
const DEFAULT_EXPIRATION_IN_DAYS = 90;

const keySchema = z
  .strictObject({
    alias: aliasField("alias/terraform-state"),
    rotationPeriodInDays: rotationField("Older states still open."),
    deletionWindowInDays: deletionWindowField("every state and plan"),
    ...rootStatementFields,
    ...multiRegionFields,
    allowAwsKmsProvider: z.boolean().default(false).meta({
      description:
        "Whether OpenTofu's own key provider, aws_kms, may be used beside 'sealstack tofu-key-provider'. It sends no encryption context, so that its data keys are bound to no state.",
    }),
    preventDestroy: preventDestroyField("the key"),
  })
  .prefault({})
  .meta({ description: "The KMS key that encrypts states, plans and bucket." });

const bucketSchema = z
  .strictObject({
    name: checked(bucketNameProblem)
      .optional()
      .meta({ description: "Name of the bucket. Default: '<stack>-<account id>-<region>'." }),
    noncurrentVersionsKept: wholeNumber(KEPT_VERSIONS).default(DEFAULT_KEPT_VERSIONS).meta({
      description: "Earlier versions of each state that are kept, however old they are.",
    }),
    noncurrentExpirationInDays: wholeNumber(LIFECYCLE_DAYS)
      .default(DEFAULT_EXPIRATION_IN_DAYS)
      .meta({ description: "Days until versions beyond those are gone for good." }),
    preventDestroy: preventDestroyField("the bucket"),
  })
  .prefault({})
  .meta({ description: "The bucket of the states and their locks. A current state never expires." });

const actorSchema = (description: string) =>
  z.strictObject({ trust: anyTrust, maxSessionDuration }).prefault({}).meta({ description });

/** Configuration of one `state-key` stack. */
export const stateKeySchema = z
  .strictObject({
    preset: z.literal("state-key").meta({ description: "What the stack is made from." }),
    region: regionField("key and bucket"),
    tags: tagsField,
    key: keySchema,
    bucket: bucketSchema,
    prefixes: z.array(prefixField).min(1).max(50).default(["states/"]).meta({
      description:
        "Starts of the states' object keys, each with a slash at the end. The roles reach nothing else.",
    }),
    deployer: actorSchema(
      "Who applies: reads and writes states, and locks them. Deletes no state, and no version of one.",
    ),
    reader: actorSchema(
      "Who plans: reads states, and changes none. It cannot lock: plan and output need -lock=false.",
    ),
    administrator: peopleSchema("Who manages the key and looks at the bucket. Opens no state."),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description: "States of Terraform and OpenTofu: a bucket that locks them, and a key that encrypts them.",
  });

export type StateKeyConfig = z.infer<typeof stateKeySchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { region, key, prefixes } = (value ?? {}) as Incomplete;
  const report = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  const rootProblem = rootStatementProblem(key);
  if (rootProblem !== undefined) report(["key", "rootStatement"], rootProblem);
  for (const problem of replicaProblems(region, key)) report(["key", "replicaRegions"], problem);
  const texts = (Array.isArray(prefixes) ? prefixes : []).filter((each) => typeof each === "string");
  for (const problem of overlapProblems(texts)) report(["prefixes"], problem);
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
  readonly prefixes?: unknown;
}
