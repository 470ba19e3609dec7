/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { regionField, tagsField } from "../common/config/fields";
import {
  aliasField,
  deletionWindowField,
  preventDestroyField,
  rootStatementFields,
  rootStatementProblem,
} from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { anyTrust, maxSessionDuration, peopleSchema } from "../common/config/trust-schema";

/** Keys whose public half encrypts. SM2 is left out: it is for China only, and encrypts in a way of its own. */
const ENCRYPTION_SPECS = ["RSA_2048", "RSA_3072", "RSA_4096"] as const;

/** Source: KMS API Reference, `Decrypt`: `EncryptionAlgorithm`. */
const ENCRYPTION_ALGORITHMS = ["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"] as const;

const keySchema = z
  .strictObject({
    alias: aliasField("alias/public-encryption"),
    spec: z.enum(ENCRYPTION_SPECS).default("RSA_3072").meta({
      description: "Kind of key. A change makes another key, whose public half everybody who encrypts needs.",
    }),
    encryptionAlgorithms: z
      .array(z.enum(ENCRYPTION_ALGORITHMS))
      .min(1)
      .superRefine((names, context) => {
        if (new Set(names).size < names.length)
          context.addIssue({ code: "custom", message: "must name each algorithm once" });
      })
      .default(["RSAES_OAEP_SHA_256"])
      .meta({
        description:
          "Paddings that the key opens. RSAES_OAEP_SHA_1 is for what others seal who know no other.",
      }),
    deletionWindowInDays: deletionWindowField("everything that was encrypted for it"),
    ...rootStatementFields,
    preventDestroy: preventDestroyField("the key"),
  })
  .prefault({})
  .meta({
    description:
      "The RSA key. KMS does not rotate it: another one is another stack, and this one has to stay for what was encrypted for it.",
  });

/** Configuration of one `public-encryption` stack. */
export const publicEncryptionSchema = z
  .strictObject({
    preset: z.literal("public-encryption").meta({ description: "What the stack is made from." }),
    region: regionField("the key"),
    tags: tagsField,
    key: keySchema,
    opener: z
      .strictObject({ trust: anyTrust, maxSessionDuration })
      .prefault({})
      .meta({ description: "Who opens what was encrypted, and hands out the public key. Manages nothing." }),
    administrator: peopleSchema("Who manages the key and may hand out its public half. Opens nothing."),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(
    (value, context) => {
      const message = rootStatementProblem((value as { readonly key?: object } | null)?.key);
      if (message !== undefined)
        context.addIssue({ code: "custom", path: ["key", "rootStatement"], message });
    },
    { when: () => true },
  )
  .meta({
    description:
      "Encryption outside of AWS, with a public key, by those who cannot call KMS: an RSA key and two roles.",
  });

export type PublicEncryptionConfig = z.infer<typeof publicEncryptionSchema>;
