/** One row a command. */
import { Option } from "commander";
import type { CommandSpec } from "./command-spec";
import { OPTION } from "./options";
import { ACCESS_COMMANDS } from "./rows/access-commands";
import { AUDIT_COMMANDS } from "./rows/audit-commands";
import { BACKUP_COMMANDS } from "./rows/backup-commands";
import { completionCommands } from "./rows/completion-commands";
import { COST_COMMANDS } from "./rows/cost-commands";
import { DOCTOR_COMMANDS } from "./rows/doctor-commands";
import { DRILL_COMMANDS } from "./rows/drill-commands";
import { FLEET_COMMANDS } from "./rows/fleet-commands";
import { INIT_COMMANDS } from "./rows/init-commands";
import { ITEM_COMMANDS } from "./rows/item-commands";
import { KEY_COMMANDS } from "./rows/key-commands";
import { KEY_LIFE_COMMANDS } from "./rows/key-life-commands";
import { KMS_PLUGIN_COMMANDS } from "./rows/kms-plugin-commands";
import { RETENTION_COMMANDS } from "./rows/retention-commands";
import { RUN_COMMANDS } from "./rows/run-commands";
import { SIGNATURE_COMMANDS } from "./rows/signature-commands";
import { SNAPSHOT_COMMANDS } from "./rows/snapshot-commands";
import { TOFU_COMMANDS } from "./rows/tofu-commands";
import { UPLOAD_COMMANDS } from "./rows/upload-commands";

/** As KMS names them; the first is the default. */
const RSA_ALGORITHMS = ["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"] as const;

const RSA_ALGORITHM = (whose: string): Option =>
  new Option("--encryption-algorithm <name>", `${whose} (default: ${RSA_ALGORITHMS[0]})`).choices(
    RSA_ALGORITHMS,
  );

const KEY_OPTIONS = [OPTION.key(), OPTION.passphraseFile(), OPTION.passphrasePrompt()];

export const COMMANDS: readonly CommandSpec[] = [
  ...BACKUP_COMMANDS,
  ...DRILL_COMMANDS,
  ...RETENTION_COMMANDS,
  ...RUN_COMMANDS,
  ...DOCTOR_COMMANDS,
  ...AUDIT_COMMANDS,
  ...UPLOAD_COMMANDS,
  {
    name: "encrypt",
    summary: "encrypt a file or pipe to one AWS Encryption SDK message, or to an age file",
    options: [
      ...KEY_OPTIONS,
      OPTION.context("pair to bind the message to"),
      new Option(
        "--public-key <file>",
        "encrypt with the public half of an RSA key of KMS, in PEM or DER: without credentials or network; --key names the key by its ARN",
      ),
      RSA_ALGORITHM("of the public key"),
      new Option("--sign", "sign the message, so that those who can open it cannot change it; slower"),
      OPTION.input(),
      OPTION.allowEmpty("an empty pipe"),
      OPTION.output(),
      OPTION.force(),
    ],
    example: "encrypt --key alias/handover --context purpose=handover --in ca.pem --out ca.pem.kms",
    prepare: async (flags) => {
      const { in: input, out, context = [], force = false, sign = false, allowEmpty = false } = flags;
      const { publicKey, encryptionAlgorithm } = flags;
      const { run } = await import("../commands/messages/encrypt");
      return (settings, io) =>
        run(
          { settings, in: input, out, context, force, sign, allowEmpty, publicKey, encryptionAlgorithm },
          io,
        );
    },
  },
  {
    name: "decrypt",
    summary: "decrypt a message; its plaintext appears only when all of it was authenticated",
    options: [
      ...KEY_OPTIONS,
      OPTION.context("pair that the message must carry"),
      new Option("--any-context", "open a message with any context, without naming it"),
      RSA_ALGORITHM("of an RSA key, whose public half sealed the message"),
      new Option("--allow-non-committing", "open a message of format version 1, without key commitment"),
      OPTION.input(),
      OPTION.output(),
      OPTION.force(),
      new Option(
        "--allow-unverified-stream",
        "with --out -: let plaintext out before the message is known to be complete",
      ),
    ],
    example: "decrypt --key alias/handover --context purpose=handover --in ca.pem.kms --out ca.pem",
    prepare: async ({
      in: input,
      out,
      context = [],
      anyContext = false,
      allowNonCommitting = false,
      encryptionAlgorithm = RSA_ALGORITHMS[0],
      force = false,
      allowUnverifiedStream = false,
    }) => {
      const { run } = await import("../commands/messages/decrypt");
      return (settings, io) =>
        run(
          {
            settings,
            in: input,
            out,
            context,
            anyContext,
            allowNonCommitting,
            encryptionAlgorithm,
            force,
            allowUnverifiedStream,
          },
          io,
        );
    },
  },
  {
    name: "inspect",
    summary: "show what a message says about itself, without a key; nothing of it is authenticated",
    arguments: [
      {
        name: "<file|object>",
        description: "file, - for a pipe, s3://bucket/key, or a backup's id or latest",
      },
    ],
    options: [OPTION.bucket(), OPTION.prefix(), OPTION.name("with latest: of the backups of this name")],
    example: "inspect ca.pem.kms",
    prepare: async ({ name }, [what = "-"]) => {
      const { run } = await import("../commands/messages/inspect");
      return (settings, io) => run({ settings, what, name }, io);
    },
  },
  {
    name: "vault-config",
    summary: "print the variables of an Ansible vault from the stack's outputs",
    globals: ["json", "quiet", "outputs", "stack"],
    options: [
      OPTION.bucket(),
      OPTION.prefix(),
      OPTION.passphraseFile(),
      OPTION.key(),
      new Option("--principal <arn>", "role or user of the hosts"),
    ],
    example: "vault-config --outputs cdktf.outputs.json > group_vars/ca/vault.yml",
    prepare: async ({ principal }) => {
      const { run } = await import("../commands/vault-config");
      return (settings) => run({ settings, principal });
    },
  },
  ...ITEM_COMMANDS,
  ...SIGNATURE_COMMANDS,
  ...KEY_COMMANDS,
  ...KEY_LIFE_COMMANDS,
  ...FLEET_COMMANDS,
  ...SNAPSHOT_COMMANDS,
  ...KMS_PLUGIN_COMMANDS,
  ...TOFU_COMMANDS,
  ...COST_COMMANDS,
  ...ACCESS_COMMANDS,
  ...INIT_COMMANDS,
  ...completionCommands(() => COMMANDS),
];
