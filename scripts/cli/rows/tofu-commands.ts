/** The rows of what keeps Terraform and OpenTofu states under a key. */
import { InvalidArgumentError, Option } from "commander";
import { KEY_PROVIDERS } from "../../../modules/state-blocks";
import type { CommandSpec } from "../command-spec";
import { collect, OPTION } from "../options";

/** Seconds. OpenTofu kills a key provider after a minute. Source: OpenTofu, internal/encryption/keyprovider/external. */
const TIMEOUT = { min: 2, max: 55, default: 50 };

const KEY_OPTIONS = [
  new Option(
    "--key <arn>",
    "ARN of the KMS key; repeated, the first one encrypts and all of them open (env SEALSTACK_KEY, comma-separated)",
  ).argParser(collect),
  new Option(
    "--fallback-region <region>",
    "region with a replica of the multi-Region key, asked where the key's own does not answer; may be repeated (env SEALSTACK_FALLBACK_REGIONS, comma-separated; default: those of the stack)",
  ).argParser(collect),
  new Option(
    "--state <name>",
    "name of the state, which its data keys are bound to: its object key (env SEALSTACK_STATE)",
  ),
];

export const TOFU_COMMANDS: readonly CommandSpec[] = [
  {
    name: "tofu-key-provider",
    summary:
      "give OpenTofu the keys of a state or plan, as its external key provider: for its encryption block, not for people",
    options: [
      ...KEY_OPTIONS,
      OPTION.context("further pair to bind the data keys to"),
      new Option(
        "--timeout <seconds>",
        `seconds in which KMS has to answer, shared among the regions: ${TIMEOUT.min} to ${TIMEOUT.max}`,
      )
        .argParser(timeout)
        .default(TIMEOUT.default),
    ],
    example:
      "tofu-key-provider --key arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000000 --state network/terraform.tfstate",
    prepare: async ({ context = [], timeout: timeoutSeconds }) => {
      const { run } = await import("../../commands/tofu/key-provider");
      return (settings, io) => run({ settings, context, timeoutSeconds }, io);
    },
  },
  {
    name: "tofu-key-provider print",
    summary: "print OpenTofu's encryption block and the S3 backend of Terraform and OpenTofu, ready to copy",
    options: [
      ...KEY_OPTIONS,
      OPTION.bucket(),
      new Option("--key-provider <name>", "sealstack itself (external), or OpenTofu's own, without context")
        .choices(KEY_PROVIDERS)
        .default("external"),
      new Option("--block <name>", "which of them").choices(["all", "encryption", "backend"]).default("all"),
    ],
    example: "tofu-key-provider print --outputs cdktf.outputs.json --state network/terraform.tfstate",
    prepare: async ({ keyProvider, block }) => {
      const { run } = await import("../../commands/tofu/print");
      return (settings) => run({ settings, keyProvider, block });
    },
  },
];

function timeout(text: string): number {
  const seconds = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (seconds >= TIMEOUT.min && seconds <= TIMEOUT.max) return seconds;
  throw new InvalidArgumentError(
    `It must be a whole number of seconds from ${TIMEOUT.min} to ${TIMEOUT.max}.`,
  );
}
