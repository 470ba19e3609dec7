/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { matching, regionField, tagsField } from "../common/config/fields";
import {
  aliasField,
  deletionWindowField,
  preventDestroyField,
  previousKeyArnsField,
  rootStatementFields,
  rootStatementProblem,
  rotationField,
} from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { rolesSchema } from "../common/config/roles-schema";
import {
  ALWAYS,
  certificatesTrust,
  eachOnce,
  ec2Trust,
  peopleSchema,
  principalsTrust,
} from "../common/config/trust-schema";

/** The alias that the documentation of the reference plugin (kubernetes-sigs/aws-encryption-provider) gives its key. */
const DEFAULT_ALIAS = "alias/K8sKMSKey";

/** The reference plugin's, too. */
const DEFAULT_SOCKET = "/var/run/kmsplugin/socket.sock";

/** Bytes. Source: unix(7), `sun_path` has 108 with the zero at the end. */
const SOCKET_PATH_LENGTH = 107;

const keySchema = z
  .strictObject({
    alias: aliasField(DEFAULT_ALIAS),
    rotationPeriodInDays: rotationField(
      "Old data still opens; the plugin tells the API server that it is stale.",
    ),
    deletionWindowInDays: deletionWindowField("every object encrypted with it"),
    ...rootStatementFields,
    previousKeyArns: previousKeyArnsField(
      "ARNs of keys that stored objects may still be encrypted with. The plugin may open with them, as far as their own key policies agree, and never encrypts with them.",
    ),
    preventDestroy: preventDestroyField("the key"),
  })
  .prefault({})
  .meta({ description: "The KMS key that encrypts what Kubernetes stores." });

/** No `=` or `,`, which part pairs in the plugin's flag, and no `$`, which starts a template in Terraform and a variable in IAM. */
const contextText = matching(/^[A-Za-z0-9_.:/@+-]+$/, "letters, digits and '_.:/@+-'").max(128);

const pluginSchema = z
  .strictObject({
    listen: matching(/^(\/[A-Za-z0-9_.-]+)+$/, "an absolute path of letters, digits and '_.-'")
      .max(SOCKET_PATH_LENGTH)
      .default(DEFAULT_SOCKET)
      .meta({ description: "Path of the unix socket between the API server and the plugin." }),
    encryptionContext: z.record(contextText, contextText).default({}).meta({
      description:
        "Encryption context of every request, such as the cluster's name. The key then opens nothing for the control plane without it. Stands in clear in CloudTrail. Cannot be changed for data that exists.",
    }),
    keyBy: z.enum(["arn", "alias"]).default("arn").meta({
      description:
        "How the plugin names the key: by its 'arn', or by its 'alias', for which it may list all aliases of the account to see when this one is moved.",
    }),
  })
  .prefault({})
  .meta({ description: "What `sealstack kms-plugin` is configured with." });

const controlPlaneSchema = z
  .strictObject({
    trust: z
      .array(z.discriminatedUnion("type", [ec2Trust, principalsTrust, certificatesTrust]))
      .min(1)
      .superRefine(eachOnce, ALWAYS)
      .prefault([{ type: "ec2" }])
      .meta({ description: "Which hosts may assume the role. All of the list may." }),
  })
  .prefault({})
  .meta({
    description: "The nodes of the control plane, where the plugin runs. They use the key, and nothing else.",
  });

const administratorSchema = peopleSchema("Who manages the key, and does not use it.");

/** Configuration of one `kubernetes-kms` stack. */
export const kubernetesKmsSchema = z
  .strictObject({
    preset: z.literal("kubernetes-kms").meta({ description: "What the stack is made from." }),
    region: regionField("the key"),
    tags: tagsField,
    key: keySchema,
    plugin: pluginSchema,
    controlPlane: controlPlaneSchema,
    administrator: administratorSchema,
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenKeys, { when: () => true })
  .meta({
    description:
      "Encryption of a Kubernetes cluster's stored objects with `sealstack kms-plugin`: key and two roles.",
  });

export type KubernetesKmsConfig = z.infer<typeof kubernetesKmsSchema>;

/** What no single key can say. The value is incomplete where other problems were found in it. */
function checkBetweenKeys(value: unknown, context: z.core.$RefinementCtx): void {
  const { key } = (value ?? {}) as Incomplete;
  const message = rootStatementProblem(key);
  if (message !== undefined) context.addIssue({ code: "custom", path: ["key", "rootStatement"], message });
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly key?: { readonly rootStatement?: unknown; readonly rootStatementReason?: unknown };
}
