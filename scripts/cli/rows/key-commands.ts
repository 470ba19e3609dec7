/** The rows of what changes KMS keys. */
import { InvalidArgumentError, Option } from "commander";
import { DEFAULT_ALIAS, DEFAULT_PREFIXES } from "../../../modules/backup-contract";
import type { CommandSpec } from "../command-spec";
import { time } from "../moment";
import { collect, OPTION } from "../options";

/** Limits of KMS. Source: KMS API Reference, `ImportKeyMaterial`, `KeyMaterialDescription` and `KeyMaterialId`. */
const DESCRIPTION = /^[a-zA-Z0-9:/_\s.-]{1,256}$/;
const MATERIAL_ID = /^[a-f0-9]{64}$/;

/** May be repeated. */
const identity = (flag: string, who: string): Option =>
  new Option(`${flag} <arn>`, `role or user that ${who}; may be repeated`).argParser(collect);

export const KEY_COMMANDS: readonly CommandSpec[] = [
  {
    name: "setup-kms",
    globals: ["json", "quiet", "region", "endpointUrl"],
    summary:
      "make the KMS key of the backups, with alias, policy and rotation, where there is no stack; changes nothing that is as it must be",
    options: [
      new Option("--alias <alias>", "alias of the key").default(DEFAULT_ALIAS),
      OPTION.bucket(),
      new Option(
        "--prefix <prefix>",
        `object-key prefix (env SEALSTACK_PREFIX; default: ${DEFAULT_PREFIXES.join(" and ")})`,
      ),
      identity("--writer", "makes backups"),
      identity("--restorer", "opens them"),
      identity("--administrator", "manages the key, and does not use it"),
      new Option(
        "--key <arn>",
        "key that is there, in place of a new one: what an interrupted run made",
      ).argParser(collect),
      new Option("--update-policy", "replace a policy of the key that says something else, as a whole"),
      new Option("--dry-run", "change nothing, and tell what would be done"),
    ],
    example:
      "setup-kms --bucket example-backups --writer arn:aws:iam::111122223333:role/ca --restorer arn:aws:iam::111122223333:role/restorer --administrator arn:aws:iam::111122223333:role/admin --dry-run",
    prepare: async ({
      alias,
      key: keys = [],
      writer,
      restorer,
      administrator,
      updatePolicy = false,
      dryRun = false,
    }) => {
      const { run } = await import("../../commands/keys/setup-kms");
      const [writers, restorers, administrators] = [writer ?? [], restorer ?? [], administrator ?? []];
      return (settings, io) =>
        run({ settings, alias, keys, writers, restorers, administrators, updatePolicy, dryRun }, io);
    },
  },
  {
    name: "import-key-material",
    summary: "give a KMS key of origin EXTERNAL its key material, or the same material again",
    options: [
      OPTION.key(),
      new Option(
        "--in <file>",
        "key material, - for a pipe: raw bytes, or a private key in PEM or PKCS #8; a file that others cannot read",
      ).default("-"),
      new Option(
        "--valid-to <time>",
        "when KMS deletes the material again, at most 365 days from now: 90d, 12h, or a time with its zone as YYYY-MM-DDThh:mm:ssZ (default: never)",
      ).argParser(time),
      new Option(
        "--new-material",
        "the key has material already and is to be rotated to this one; symmetric keys only",
      ),
      new Option("--material-description <text>", "kept beside the material; symmetric keys only").argParser(
        matching(DESCRIPTION, "It must be 1 to 256 letters, digits, spaces or any of :/_.-"),
      ),
      new Option(
        "--material-id <id>",
        "fail unless it is this material, that the key had before; symmetric keys only",
      ).argParser(matching(MATERIAL_ID, "It must be 64 hexadecimal digits.")),
    ],
    example: "import-key-material --key alias/imported --in /run/secrets/kms-material",
    prepare: async ({
      in: input,
      validTo,
      newMaterial = false,
      materialDescription: description,
      materialId,
    }) => {
      const { run } = await import("../../commands/keys/import-key-material");
      return (settings, io) =>
        run({ settings, in: input, validTo, newMaterial, description, materialId }, io);
    },
  },
  {
    name: "rotate",
    summary:
      "move an alias to the next key of its stack, or give a key other material; without --yes, show the plan",
    options: [
      new Option("--alias <alias>", "alias to move (default: that of the stack)"),
      new Option(
        "--to <version|key>",
        "version of the stack, or key, that the alias is to stand for (default: the version after the current one)",
      ),
      new Option("--on-demand", "let KMS rotate the key itself, whose ARN stays: symmetric keys only"),
      OPTION.key(),
      new Option(
        "--min-age <days>",
        "with --on-demand: days that the current material has to be old, else nothing is done (default: 1)",
      ).argParser(days),
      new Option("--warn-days <days>", "warn about material that expires within so many days")
        .argParser(days)
        .default(30),
      new Option("--yes", "do it"),
    ],
    example: "rotate --outputs cdktf.outputs.json --yes",
    prepare: async ({ key, alias, to, onDemand = false, minAge: minAgeDays, warnDays, yes = false }) => {
      const { run } = await import("../../commands/keys/rotate");
      return (settings, io) =>
        run({ settings, keyGiven: key !== undefined, alias, to, onDemand, minAgeDays, warnDays, yes }, io);
    },
  },
];

function days(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of days.");
}

function matching(pattern: RegExp, problem: string): (text: string) => string {
  return (text) => {
    if (pattern.test(text)) return text;
    throw new InvalidArgumentError(problem);
  };
}
