/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { aliasProblem } from "../../modules/kms/aliases/alias-name";
import {
  DEFAULT_DELETION_WINDOW_IN_DAYS,
  DEFAULT_ROTATION_PERIOD_IN_DAYS,
  DELETION_WINDOW_IN_DAYS,
  ROTATION_PERIOD_IN_DAYS,
} from "../../modules/kms/limits";
import {
  checked,
  kmsKeyArn,
  matching,
  regionField,
  rootStatementFields,
  tagsField,
  wholeNumber,
} from "../fields";
import {
  ALWAYS,
  certificatesTrust,
  eachOnce,
  ec2Trust,
  humanTrust,
  maxSessionDuration,
  principalsTrust,
} from "../trust-schema";

/** The alias that the documentation of the reference plugin (kubernetes-sigs/aws-encryption-provider) gives its key. */
const DEFAULT_ALIAS = "alias/K8sKMSKey";

/** The reference plugin's, too. */
const DEFAULT_SOCKET = "/var/run/kmsplugin/socket.sock";

/** Bytes. Source: unix(7), `sun_path` has 108 with the zero at the end. */
const SOCKET_PATH_LENGTH = 107;

const keySchema = z
  .strictObject({
    alias: checked(aliasProblem).default(DEFAULT_ALIAS).meta({
      description: "Name of the key, with 'alias/'. Unique in account and region.",
    }),
    rotationPeriodInDays: wholeNumber(ROTATION_PERIOD_IN_DAYS).default(DEFAULT_ROTATION_PERIOD_IN_DAYS).meta({
      description:
        "Days between automatic rotations. Old data still opens; the plugin tells the API server that it is stale.",
    }),
    deletionWindowInDays: wholeNumber(DELETION_WINDOW_IN_DAYS).default(DEFAULT_DELETION_WINDOW_IN_DAYS).meta({
      description:
        "Days in which the deletion of the key can be cancelled. After it, every object encrypted with it is lost.",
    }),
    ...rootStatementFields,
    previousKeyArns: z.array(kmsKeyArn).default([]).meta({
      description:
        "ARNs of keys that stored objects may still be encrypted with. The plugin may open with them, as far as their own key policies agree, and never encrypts with them.",
    }),
    preventDestroy: z.boolean().default(true).meta({
      description: "Whether Terraform refuses to delete the key.",
    }),
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

const administratorSchema = z
  .strictObject({ trust: humanTrust, maxSessionDuration })
  .prefault({})
  .meta({ description: "Who manages the key, and does not use it." });

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
  if (key?.rootStatement === "full" && key.rootStatementReason === undefined)
    context.addIssue({
      code: "custom",
      path: ["key", "rootStatement"],
      message: "'full' needs a rootStatementReason beside it, got none",
    });
}

/** As much of the configuration as {@link checkBetweenKeys} looks at, believing nothing. */
interface Incomplete {
  readonly key?: { readonly rootStatement?: unknown; readonly rootStatementReason?: unknown };
}
