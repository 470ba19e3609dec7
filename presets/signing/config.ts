/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { shown } from "../../modules/show-value";
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

/** Keys that sign. SM2 is left out: it is for China only, and signs a digest of its own kind. */
const SIGNING_SPECS = [
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "ECC_NIST_P256",
  "ECC_NIST_P384",
  "ECC_NIST_P521",
  "ECC_SECG_P256K1",
  "ECC_NIST_EDWARDS25519",
  "ML_DSA_44",
  "ML_DSA_65",
  "ML_DSA_87",
] as const;

const MAC_SPECS = ["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"] as const;

const PROTECTION = {
  deletionWindowInDays: deletionWindowField("the power to sign as before"),
  ...rootStatementFields,
  preventDestroy: preventDestroyField("the key"),
} as const;

const keySchema = z
  .strictObject({
    alias: aliasField("alias/signing"),
    spec: z
      .enum(SIGNING_SPECS)
      .default("ECC_NIST_P256")
      .meta({ description: "Kind of key. A change makes another key, whose public half verifiers need." }),
    ...PROTECTION,
  })
  .prefault({})
  .meta({
    description:
      "The asymmetric key. KMS does not rotate it: another one is another stack, and the old public key stays valid.",
  });

const macSchema = z
  .strictObject({
    alias: aliasField("alias/signing-mac"),
    spec: z.enum(MAC_SPECS).default("HMAC_256").meta({ description: "Kind of key." }),
    ...PROTECTION,
  })
  .optional()
  .meta({ description: "An HMAC key beside it, for codes that only KMS can verify. Default: none." });

const actorSchema = (description: string) =>
  z.strictObject({ trust: anyTrust, maxSessionDuration }).prefault({}).meta({ description });

/** Configuration of one `signing` stack. */
export const signingSchema = z
  .strictObject({
    preset: z.literal("signing").meta({ description: "What the stack is made from." }),
    region: regionField("the keys"),
    tags: tagsField,
    key: keySchema,
    mac: macSchema,
    signer: actorSchema("Who signs, and makes message authentication codes. Manages nothing."),
    verifier: actorSchema("Who verifies through KMS. Whoever has the public key needs no role."),
    administrator: peopleSchema("Who manages the keys, and does not use them."),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description: "Signatures with an asymmetric key, and message authentication codes: keys and three roles.",
  });

export type SigningConfig = z.infer<typeof signingSchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { key, mac } = (value ?? {}) as Incomplete;
  const report = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  for (const [name, each] of Object.entries({ key, mac })) {
    const message = rootStatementProblem(each);
    if (message !== undefined) report([name, "rootStatement"], message);
  }
  if (typeof key?.alias === "string" && key.alias === mac?.alias)
    report(["mac", "alias"], `must not be that of the other key, got ${shown(key.alias)}`);
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly key?: IncompleteKey;
  readonly mac?: IncompleteKey;
}
interface IncompleteKey {
  readonly alias?: unknown;
  readonly rootStatement?: unknown;
  readonly rootStatementReason?: unknown;
}
