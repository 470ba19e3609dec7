/** Where Terraform keeps the state. */
import { z } from "zod";

/** Stands for the name of the stack in {@link backendSchema}. */
export const STACK_PLACEHOLDER = "{stack}";

const localBackend = z
  .strictObject({
    type: z.literal("local").meta({ description: "A file on this machine." }),
    path: z
      .string()
      .min(1)
      .default(`terraform.${STACK_PLACEHOLDER}.tfstate`)
      .meta({
        description: `Path of the state file, relative to this file; ${STACK_PLACEHOLDER} is replaced by the name of the stack.`,
      }),
  })
  .meta({ description: "State in a file. For trying out, or one person." });

const s3Backend = z
  .strictObject({
    type: z.literal("s3").meta({ description: "A bucket that exists already; the state is locked in it." }),
    bucket: z.string().min(3).max(63).meta({ description: "Name of the bucket for the state." }),
    key: z
      .string()
      .min(1)
      .default(`sealstack/${STACK_PLACEHOLDER}.tfstate`)
      .meta({
        description: `Object key of the state; ${STACK_PLACEHOLDER} is replaced by the name of the stack.`,
      }),
    region: z.string().min(1).meta({ description: "Region of that bucket." }),
    kmsKeyId: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "ARN of the key that encrypts the state. Default: the bucket's own." }),
    profile: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Named profile with access to it. Default: as for everything else." }),
  })
  .meta({ description: "State in S3, encrypted and locked. For a team." });

export const backendSchema = z
  .discriminatedUnion("type", [localBackend, s3Backend])
  .meta({ description: "Where Terraform keeps the state. It holds whatever secrets the stacks create." });

export type Backend = z.infer<typeof backendSchema>;

/** The backend of one stack, with its name filled in. */
export function backendOf(backend: Backend, stack: string): Backend {
  const fill = (text: string) => text.replaceAll(STACK_PLACEHOLDER, stack);
  return backend.type === "local"
    ? { ...backend, path: fill(backend.path) }
    : { ...backend, key: fill(backend.key) };
}
