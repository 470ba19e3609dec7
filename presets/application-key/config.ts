/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { checked, regionField, tagsField } from "../common/config/fields";
import {
  aliasField,
  deletionWindowField,
  preventDestroyField,
  rootStatementFields,
  rootStatementProblem,
  rotationField,
} from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { noncurrentExpirationField } from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { peopleSchema } from "../common/config/trust-schema";

const keySchema = z
  .strictObject({
    alias: aliasField("alias/application"),
    description: z
      .string()
      .min(1)
      .max(8192)
      .default("Data of an application")
      .meta({ description: "What the key protects." }),
    rotationPeriodInDays: rotationField("Older data still opens."),
    deletionWindowInDays: deletionWindowField("everything encrypted with it"),
    ...rootStatementFields,
    preventDestroy: preventDestroyField("the key"),
  })
  .prefault({})
  .meta({ description: "The KMS key of the application and its bucket." });

const bucketSchema = z
  .strictObject({
    name: checked(bucketNameProblem)
      .optional()
      .meta({ description: "Name of the bucket. Default: '<stack>-<account id>-<region>'." }),
    noncurrentExpirationInDays: noncurrentExpirationField,
    preventDestroy: preventDestroyField("the bucket"),
  })
  .prefault({})
  .meta({ description: "The bucket of the application, under the key." });

const userSchema = z
  .strictObject({
    accessKey: z.boolean().default(false).meta({
      description:
        "Whether to make an access key. Its secret never expires and stands in the Terraform state.",
    }),
  })
  .prefault({})
  .meta({
    description: "The IAM user that the application acts as. Uses the key and the objects, manages nothing.",
  });

/** Configuration of one `application-key` stack. */
export const applicationKeySchema = z
  .strictObject({
    preset: z.literal("application-key").meta({ description: "What the stack is made from." }),
    region: regionField("key and bucket"),
    tags: tagsField,
    key: keySchema,
    bucket: bucketSchema,
    user: userSchema,
    administrator: peopleSchema("Who manages the key, and does not use it."),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description:
      "An application's key as the console makes it, a bucket under it, and the user that uses both.",
  });

export type ApplicationKeyConfig = z.infer<typeof applicationKeySchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { key } = (value ?? {}) as { readonly key?: Parameters<typeof rootStatementProblem>[0] };
  const message = rootStatementProblem(key);
  if (message !== undefined) context.addIssue({ code: "custom", path: ["key", "rootStatement"], message });
}
