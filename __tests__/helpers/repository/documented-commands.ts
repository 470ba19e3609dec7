/** The commands of the tool that a document shows, and what the tool's own table makes of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { CommanderError } from "commander";
import { COMMANDS } from "../../../scripts/cli/commands";
import { withGoFlags } from "../../../scripts/cli/go-flags";
import { program, SUCCESS } from "../../../scripts/cli/program";
import { withTier } from "../../../scripts/cli/rehydrate-option";
import { REPO_ROOT } from "../../../tools/paths";

export interface DocumentedCommand {
  /** Such as `docs/backups.md`. */
  readonly file: string;
  /** What stands behind `sealstack`, as a shell would part it. */
  readonly argv: readonly string[];
}

/** A command as the table reads it. */
export interface ParsedCommand {
  /** Its row of the table; absent for `sealstack --help` and the like. */
  readonly name: string | undefined;
  readonly flags: Readonly<Record<string, unknown>>;
  /** What is neither a flag nor the value of one. */
  readonly operands: readonly string[];
}

/** Everything that tells people what to type; `docs/api.md` is a list of types. */
export function documents(): readonly string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(REPO_ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .sort();
  return [
    ...["README.md", "SECURITY.md", "CONTRIBUTING.md"],
    ...below("docs").filter((name) => name.endsWith(".md") && name !== join("docs", "api.md")),
    ...below("examples").filter((name) => /\.(ts|yaml|md)$/.test(name)),
  ];
}

/** Every command of a document: in blocks of code, and between backticks. */
export function commandsOf(file: string, text: string): readonly DocumentedCommand[] {
  const { blocks, prose } = parted(text);
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
  const lines = blocks.flatMap((block) => block.replaceAll("\\\n", " ").split("\n"));
  return [...lines, ...spans].flatMap((line) => invocations(line).map((argv) => ({ file, argv })));
}

/** Every command of every document. */
export function documentedCommands(): readonly DocumentedCommand[] {
  return documents().flatMap((file) => commandsOf(file, readFileSync(join(REPO_ROOT, file), "utf8")));
}

/** Blocks of code, without drawings, and what stands around them, where a span may go on in the next line. */
function parted(text: string): { readonly blocks: readonly string[]; readonly prose: string } {
  const blocks: string[] = [];
  const prose = text.replace(
    /^( *)(```+|~~~+)(.*)\n([\s\S]*?)\n\1\2 *$/gm,
    (_, _indent, _fence, info, body) => {
      if (String(info).trim() !== "mermaid") blocks.push(String(body));
      return "";
    },
  );
  return { blocks, prose: prose.replace(/\n(?: *(?:#|\/\/|\*|>) )?/g, " ") };
}

/** The commands of the tool in a line, which may be parts of a pipe or follow one another. */
function invocations(line: string): readonly string[][] {
  return simpleCommands(words(line)).flatMap((command) => {
    const start = command.findIndex((word) => !/^(\$|sudo|npx|--yes|[A-Z_]+=.*)$/s.test(word));
    return command[start] === "sealstack"
      ? [command.slice(start + 1).filter((word) => word !== "…" && word !== "...")]
      : [];
  });
}

const OPERATOR = /^(\|\|?|&&?|;|[0-9]?>>?|<)$/;

/** Words as a shell parts them; operators are words of their own, and a comment ends the line. */
export function words(line: string): readonly string[] {
  const found: string[] = [];
  const tokens = /\s+|(#.*)|(\|\|?|&&?|;|[0-9]?>>?|<(?![a-z]))|((?:'[^']*'|"[^"]*"|[^\s'"|&;>])+)|./gs;
  for (const [, comment, operator, word] of line.matchAll(tokens)) {
    if (comment !== undefined) break;
    const next = operator ?? word?.replace(/'([^']*)'|"([^"]*)"/g, "$1$2");
    if (next !== undefined) found.push(next);
  }
  return found;
}

function simpleCommands(all: readonly string[]): readonly string[][] {
  const commands: string[][] = [[]];
  let redirected = false;
  for (const word of all) {
    if (redirected) redirected = false;
    else if (/[<>]/.test(word) && OPERATOR.test(word)) redirected = true;
    else if (OPERATOR.test(word)) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands;
}

/** Whether it only names a command, as a sentence does. */
export function isMention({ argv }: DocumentedCommand): boolean {
  const name = argv.join(" ");
  return COMMANDS.some((row) => row.name === name || row.name.startsWith(`${name} `));
}

/**
 * Reads a command as the tool would, and runs nothing.
 * @throws OperatorError as the tool does, where it is none.
 */
export async function parse(given: readonly string[]): Promise<ParsedCommand> {
  const argv = withGoFlags(withTier(given));
  let flags: Readonly<Record<string, unknown>> = {};
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const root = program(
    async (_prepared, read) => {
      flags = { ...read };
    },
    { ...streams, argv },
  );
  try {
    await root.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError) || !SUCCESS.has(error.code)) throw error; // --help, --version
    return { name: undefined, flags: {}, operands: [] };
  }
  const ran = COMMANDS.filter(({ name }) => `${argv.join(" ")} `.startsWith(`${name} `)).sort(
    (a, b) => b.name.length - a.name.length,
  )[0];
  const command = ran?.name.split(" ").reduce((at, word) => {
    const next = at.commands.find((child) => child.name() === word);
    if (next === undefined) throw new Error(`no command '${word}'`);
    return next;
  }, root);
  return { name: ran?.name, flags, operands: command?.args ?? [] };
}
