/** The man page, from the table that also prints `--help`; `npm run docs:cli` writes it beside docs/cli.md. */
import { PassThrough } from "node:stream";
import type { Command, Option } from "commander";
import { COMMANDS } from "../../scripts/cli/commands";
import { GLOBAL_OPTIONS } from "../../scripts/cli/options";
import { program } from "../../scripts/cli/program";
import { EXIT } from "../../scripts/errors";

/** Goes with the package. */
export const MAN_PAGE = "scripts/man/sealstack.1";

/** In the macros of man(7), which groff and mandoc read. */
export function manPage(): string {
  const root = program(async () => {}, { stdout: new PassThrough(), stderr: new PassThrough(), argv: [] });
  return [
    `.\\" Written by npm run docs:cli from the tables in scripts/cli; do not edit.`,
    ".TH SEALSTACK 1",
    ".SH NAME",
    "sealstack \\- encrypt, back up, verify and restore through AWS KMS and S3",
    ".SH SYNOPSIS",
    ".B sealstack",
    ".I command",
    "[options]",
    ".SH DESCRIPTION",
    "Standard output is data: the report of a command, or the bytes asked for. Everything else goes to standard error.",
    "With \\fB\\-\\-json\\fR the report is one JSON object, and so is an error.",
    ".SH COMMANDS",
    ...COMMANDS.flatMap(({ name, summary, example, globals }) => {
      const command = name
        .split(" ")
        .reduce<Command | undefined>((at, word) => at?.commands.find((each) => each.name() === word), root);
      if (command === undefined) throw new Error(`there is no command '${name}'`);
      const taken = GLOBAL_OPTIONS.filter((option) => globals?.includes(option.attributeName()) ?? true);
      return [
        `.SS sealstack ${roff(name)} ${roff(command.usage())}`,
        `${roff(summary.charAt(0).toUpperCase() + summary.slice(1))}.`,
        ...command.registeredArguments.flatMap((argument) =>
          item(`\\fI${roff(argument.name())}\\fR`, argument.description),
        ),
        ...command.options.flatMap(option),
        ".PP",
        `Of the options of every command it takes ${taken.map(({ long }) => `\\fB${roff(long ?? "")}\\fR`).join(", ")}.`,
        ".PP",
        ".EX",
        roff(`sealstack ${example}`),
        ".EE",
      ];
    }),
    ".SH OPTIONS OF EVERY COMMAND",
    ...GLOBAL_OPTIONS.flatMap(option),
    ".SH EXIT STATUS",
    ...Object.values(EXIT).flatMap(({ status, meaning }) => item(`\\fB${status}\\fR`, meaning)),
    ".SH FILES",
    ...item("\\fI/etc/sealstack/backup.yaml\\fR", "targets of sealstack run"),
    ...item("\\fI/var/lib/sealstack\\fR", "what root's runs remember"),
    "",
  ].join("\n");
}

function option({ flags, description, defaultValue }: Option): string[] {
  const suffix = defaultValue === undefined ? "" : ` (default: ${defaultValue})`;
  return item(`\\fB${roff(flags)}\\fR`, `${description}${suffix}`);
}

const item = (term: string, text: string): string[] => [".TP", term, roff(text)];

/** A dash is a minus, for people copy it; a line must not begin like a request. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(['.])/, "\\&$1")
    .replace(
      /[^\0-\x7f]/gu,
      (char) => `\\[u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}
