/** Flags that more than one command takes. */
import { InvalidArgumentError, Option } from "commander";
import { LOG_FORMAT_VARIABLE, LOG_FORMATS } from "../output/log-format";
import type { SharedFlags } from "../settings/config";

/** Flags that every command takes. */
export interface GlobalFlags extends SharedFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly outputs?: string;
  readonly stack?: string;
}

export const GLOBAL_OPTIONS: readonly Option[] = [
  new Option("--json", "print one JSON object, errors included"),
  new Option("--quiet", "print no progress and no remarks"),
  new Option(
    "--log-format <format>",
    `what stderr is: text, or one JSON object a line (env ${LOG_FORMAT_VARIABLE}; default: text)`,
  ).choices(LOG_FORMATS),
  new Option(
    "--outputs <file>",
    "stack outputs to take key, bucket and region from, as cdktf --outputs-file, terraform or tofu output -json write them (env SEALSTACK_OUTPUTS)",
  ),
  new Option(
    "--stack <name>",
    "stack in the outputs file, or output that holds the module; not needed where there is one",
  ),
  new Option("--region <region>", "AWS region (env AWS_REGION; default: that of the key)"),
  new Option(
    "--endpoint-url <url>",
    "endpoint instead of AWS's own, of every service (env AWS_ENDPOINT_URL, or AWS_ENDPOINT_URL_KMS and _S3)",
  ),
];

/** Errors of every command go to stderr. */
const ALWAYS: ReadonlySet<string> = new Set(["logFormat"]);

/** Those of a command. @param taken by their names; all where there are none */
export const globalOptionsOf = (taken: readonly string[] | undefined): readonly Option[] =>
  GLOBAL_OPTIONS.filter((option) => {
    const name = option.attributeName();
    return taken === undefined || ALWAYS.has(name) || taken.includes(name);
  });

export const collect = (value: string, previous: readonly string[] = []): string[] => [...previous, value];

const seconds = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of seconds.");
};

export const OPTION = {
  key: () =>
    new Option(
      "--key <arn|alias>",
      "KMS key; may be repeated (env SEALSTACK_KEY, comma-separated)",
    ).argParser(collect),
  passphraseFile: () =>
    new Option(
      "--passphrase-file <file>",
      "passphrase in the first line of a 0600 file, instead of a KMS key (env SEALSTACK_PASSPHRASE_FILE)",
    ),
  passphrasePrompt: () =>
    new Option("--passphrase-prompt", "ask for a passphrase on the terminal, instead of a KMS key"),
  context: (description: string) =>
    new Option("--context <name=value>", `${description}; may be repeated`).argParser(collect),
  bucket: () => new Option("--bucket <name>", "S3 bucket (env SEALSTACK_BUCKET)"),
  prefix: () =>
    new Option(
      "--prefix <prefix>",
      "object-key prefix (env SEALSTACK_PREFIX; default: those of the stack, of which a backup needs one)",
    ),
  force: () => new Option("--force", "replace an existing file"),
  allowEmpty: (what: string) =>
    new Option("--allow-empty", `take ${what} for what it is, instead of failing`),
  input: () => new Option("--in <file>", "file to read, - for a pipe").default("-"),
  output: () =>
    new Option(
      "--out <file>",
      "file to write, - for a pipe; a FIFO, device or descriptor is written into",
    ).default("-"),
  name: (description: string) => new Option("--name <name>", description),
  config: () => new Option("--config <file>", "targets in YAML (default: /etc/sealstack/backup.yaml)"),
  stateDirectory: () =>
    new Option(
      "--state-dir <directory>",
      "where this host remembers its last backup (env SEALSTACK_STATE_DIR, STATE_DIRECTORY; default: /var/lib/sealstack for root, else sealstack in XDG_STATE_HOME or ~/.local/state)",
    ),
  seconds: (flag: string, description: string) =>
    new Option(`${flag} <seconds>`, description).argParser(seconds),
} as const;
