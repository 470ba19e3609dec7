/** `npm run docs:cli`: writes docs/cli.md, and the man page, from the table that also prints `--help`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Command, Option } from "commander";
import { COMMANDS } from "../../scripts/cli/commands";
import { globalOptionsOf } from "../../scripts/cli/options";
import { program } from "../../scripts/cli/program";
import { EXIT } from "../../scripts/errors";
import { REPO_ROOT } from "../paths";
import { MAN_PAGE, manPage } from "./man-page";

const FILE = join(REPO_ROOT, "docs", "cli.md");

/** What scripts/clients reads of the environment besides the variables that options name. */
const NETWORK = [
  [
    "`HTTPS_PROXY`, `HTTP_PROXY`",
    "proxy for requests to https and http endpoints, `http://[NAME:PASSWORD@]HOST:PORT` or `https://…`; in small letters they win. Never for this host itself and for addresses of its link, such as the instance's metadata",
  ],
  [
    "`NO_PROXY`",
    "what goes without a proxy: names with everything below them, addresses, networks (`10.0.0.0/8`), each with a port or without, with commas between; `*` is everything",
  ],
  [
    "`AWS_CA_BUNDLE`",
    "file of CA certificates in PEM that servers, and a proxy of https, are checked against in place of Node.js's own; `ca_bundle` of the profile is read where it is not set",
  ],
  ["`AWS_ENDPOINT_URL_KMS`, `AWS_ENDPOINT_URL_S3`", "endpoint of one service; wins over `AWS_ENDPOINT_URL`"],
] as const;

/** The text of docs/cli.md. */
export function cliDocs(): string {
  const root = program(async () => {}, { stdout: new PassThrough(), stderr: new PassThrough(), argv: [] });
  const commands = allOf(root);
  const statuses = Object.entries(EXIT).map(
    ([name, { status, meaning }]) => `| ${status} | \`${name}\` | ${meaning} |`,
  );
  return [
    "# sealstack: command line",
    "",
    "Written by `npm run docs:cli` from the tables in `scripts/cli` and `scripts/errors.ts`; do not edit.",
    "",
    "stdout is data: the report of a command, or the bytes asked for with `--out -`. Everything else goes to stderr. With",
    '`--json` the report is one JSON object, and so is an error: `{"error":{"exit","status","message","hint"}}`.',
    "Characters that a terminal would obey or not show stand there as `\\x1b`, `\\u202e` or `\\u{e0041}`, in JSON as `\\u` escapes.",
    "",
    "What cannot be written to stdout fails the command (status 4), also where its work is done; a reader that goes away ends it (130). Every signal",
    "that ends a process does so in the same way, a dropped line (SIGHUP) as Ctrl-C: what is half-written is removed, temporary files and unfinished",
    "uploads too, and the status is 130. Another signal three seconds later ends it as it is.",
    "",
    "## Options of every command",
    "",
    ...optionTable(root.options),
    "",
    "## Network",
    "",
    "Read by every command that speaks to AWS, `kms-plugin` included.",
    "",
    "| variable | meaning |",
    "| --- | --- |",
    ...NETWORK.map(([variable, meaning]) => `| ${variable} | ${meaning} |`),
    ...commands.flatMap(section),
    "",
    "## Exit statuses",
    "",
    "| status | `exit` in JSON | meaning |",
    "| --- | --- | --- |",
    ...statuses,
    "",
  ].join("\n");
}

/** Every command of the table, those behind others too. */
function allOf(parent: Command): Command[] {
  return parent.commands
    .filter((command) => command.name() !== "help")
    .flatMap((command) => [...(specOf(command) === undefined ? [] : [command]), ...allOf(command)]);
}

/** The words after `sealstack`. */
function words(command: Command): string {
  const { parent } = command;
  return parent?.parent == null ? command.name() : `${words(parent)} ${command.name()}`;
}

const specOf = (command: Command) => COMMANDS.find(({ name }) => name === words(command));

function section(command: Command): string[] {
  const example = specOf(command)?.example ?? "";
  const args = command.registeredArguments.map(
    (argument) => `- \`${argument.name()}\`: ${argument.description}`,
  );
  return [
    "",
    `## sealstack ${words(command)}`,
    "",
    `${sentence(command.summary())}`,
    "",
    "```",
    `sealstack ${example}`,
    "```",
    ...(args.length === 0 ? [] : ["", ...args]),
    "",
    ...optionTable(command.options),
    ...globalsOf(command),
  ];
}

/** Said where not all of them are of use. */
function globalsOf(command: Command): string[] {
  const taken = specOf(command)?.globals;
  if (taken === undefined) return [];
  const flags = globalOptionsOf(taken);
  return [
    "",
    `Of the options of every command it takes ${flags.map(({ long }) => `\`${long}\``).join(", ")}.`,
  ];
}

function optionTable(options: readonly Option[]): string[] {
  const rows = options.map(({ flags, description, defaultValue }) => {
    const suffix = defaultValue === undefined ? "" : ` (default: \`${defaultValue}\`)`;
    return `| \`${flags.replaceAll("|", "\\|")}\` | ${description.replaceAll("|", "\\|")}${suffix} |`;
  });
  return ["| option | meaning |", "| --- | --- |", ...rows];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

if (require.main === module) {
  writeFileSync(FILE, cliDocs());
  writeFileSync(join(REPO_ROOT, MAN_PAGE), manPage());
}
