/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { shown } from "../../modules/show-value";
import { matching, regionField, tagsField } from "../common/config/fields";
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

/** Keys of one alias, ever: enough for a rotation each quarter of a quarter of a century, and few enough for the policies that name them. */
const MAX_VERSIONS = 20;

const versionName = matching(/^[A-Za-z0-9-]{1,32}$/, "1 to 32 letters, digits and dashes");

const keySchema = z
  .strictObject({
    alias: aliasField("alias/imported", "It stands for the current key."),
    versions: z.array(versionName).min(1).max(MAX_VERSIONS).default(["v1"]).meta({
      description:
        "A key for each name, in the order in which they encrypt. Append. A name that is taken away has its key deleted, which preventDestroy does not stop: take it away only when nothing that it encrypted is left.",
    }),
    current: versionName.optional().meta({
      description:
        "Which of the versions encrypts. Default: the first. `sealstack rotate` moves the alias, and says what to write here.",
    }),
    deletionWindowInDays: deletionWindowField("what a key encrypted"),
    ...rootStatementFields,
    preventDestroy: preventDestroyField("the keys"),
  })
  .prefault({})
  .meta({
    description:
      "Keys whose material is imported. KMS does not make it, and does not keep another copy of it: keep yours for as long as something is to open.",
  });

/** Configuration of one `imported-key` stack. */
export const importedKeySchema = z
  .strictObject({
    preset: z.literal("imported-key").meta({ description: "What the stack is made from." }),
    region: regionField("the keys"),
    tags: tagsField,
    key: keySchema,
    user: z.strictObject({ trust: anyTrust, maxSessionDuration }).prefault({}).meta({
      description:
        "Who encrypts with the key that carries the alias, and opens with every version. Manages nothing.",
    }),
    importer: z
      .strictObject({ trust: anyTrust, maxSessionDuration })
      .prefault({})
      .meta({ description: "Who imports material into the keys. Neither uses nor manages them." }),
    administrator: peopleSchema("Who manages the keys and moves the alias. Does not use the keys."),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description: "Keys with material of one's own, one after the other behind one alias, and three roles.",
  });

export type ImportedKeyConfig = z.infer<typeof importedKeySchema>;

/** The version that encrypts. */
export const currentVersion = ({ key }: ImportedKeyConfig): string => key.current ?? key.versions[0] ?? "";

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { key } = (value ?? {}) as { readonly key?: IncompleteKey };
  const report = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  const root = rootStatementProblem(key);
  if (root !== undefined) report(["key", "rootStatement"], root);
  if (!Array.isArray(key?.versions)) return;
  const versions: readonly unknown[] = key.versions;
  const twice = versions.filter((one, index) => versions.indexOf(one) !== index);
  for (const one of new Set(twice))
    report(["key", "versions"], `must name each version once, got ${shown(one)} again`);
  if (key.current !== undefined && !versions.includes(key.current))
    report(["key", "current"], `must be one of ${versions.join(", ")}, got ${shown(key.current)}`);
}

/** As much of the key as {@link checkBetweenKeys} looks at, believing nothing. */
interface IncompleteKey {
  readonly versions?: unknown;
  readonly current?: unknown;
  readonly rootStatement?: unknown;
  readonly rootStatementReason?: unknown;
}
