/** What the owner of a source's account can configure: the schema, with every default and description. */
import { z } from "zod";
import { parseArn } from "../../modules/arn";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { shown } from "../../modules/show-value";
import { checked, kmsKeyArn, ownAccountField, regionField, tagsField } from "../common/config/fields";
import { prefixField } from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { anyTrust, maxSessionDuration } from "../common/config/trust-schema";
import { actorSchema } from "../common/pair/fields";

const vaultSchema = z
  .strictObject({
    bucket: checked(bucketNameProblem).meta({
      description: "Name of the vault's bucket: its output 'bucket'.",
    }),
    keyArn: kmsKeyArn.meta({
      description: "ARN of the vault's key: its output 'key_arn'. It also says in which region the vault is.",
    }),
    prefix: prefixField.optional().meta({
      description:
        "Start of all object keys, as the vault has it for this account. Default: '<account id>/'.",
    }),
  })
  .meta({ description: "The vault, which another account keeps." });

/** Configuration of one `vault-source` stack. */
export const vaultSourceSchema = z
  .strictObject({
    preset: z.literal("vault-source").meta({ description: "What the stack is made from." }),
    region: regionField("the provider. Roles are of no region"),
    tags: tagsField,
    accountId: ownAccountField,
    vault: vaultSchema,
    writer: actorSchema(
      "Who adds copies below the prefix. Reads, overwrites, deletes and locks none, and uses the vault's key through S3 only.",
    ),
    restorer: z.strictObject({ trust: anyTrust, maxSessionDuration }).optional().meta({
      description: "Who reads the copies below the prefix. Changes none. Default: there is no such role.",
    }),
    roles: rolesSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(
    (value, context) => {
      const { accountId, vault } = (value ?? {}) as Incomplete;
      const key = typeof vault?.keyArn === "string" ? parseArn(vault.keyArn) : undefined;
      if (key === undefined || key.account !== accountId) return;
      context.addIssue({
        code: "custom",
        path: ["vault", "keyArn"],
        message: `must be a key of another account than the stack's own, got ${shown(vault?.keyArn)}`,
      });
    },
    { when: () => true },
  )
  .meta({
    description: "The roles with which an account adds copies to another account's vault, and reads them.",
  });

export type VaultSourceConfig = z.infer<typeof vaultSourceSchema>;

interface Incomplete {
  readonly accountId?: unknown;
  readonly vault?: { readonly keyArn?: unknown };
}
