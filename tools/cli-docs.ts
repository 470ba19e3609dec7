/** `npm run docs:cli`: writes docs/cli.md from the table that also prints `--help`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Command, Option } from "commander";
import { COMMANDS } from "../scripts/cli/commands";
import { program } from "../scripts/cli/program";
import { EXIT } from "../scripts/errors";
import { REPO_ROOT } from "./paths";

const FILE = join(REPO_ROOT, "docs", "cli.md");

/** The text of docs/cli.md. */
export function cliDocs(): string {
  const root = program(async () => {}, { stdout: new PassThrough() });
  const commands = root.commands.filter(({ _name }: Command & { _name?: string }) => _name !== "help");
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
    "",
    "## Options of every command",
    "",
    ...optionTable(root.options),
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

function section(command: Command): string[] {
  const example = COMMANDS.find(({ name }) => name === command.name())?.example ?? "";
  const args = command.registeredArguments.map(
    (argument) => `- \`${argument.name()}\`: ${argument.description}`,
  );
  return [
    "",
    `## sealstack ${command.name()}`,
    "",
    `${sentence(command.summary())}`,
    "",
    "```",
    `sealstack ${example}`,
    "```",
    ...(args.length === 0 ? [] : ["", ...args]),
    "",
    ...optionTable(command.options),
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

if (require.main === module) writeFileSync(FILE, cliDocs());
