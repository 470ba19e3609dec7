/** The table of commands and flags. `--help` and docs/cli.md are printed from it. */

import type { Writable } from "node:stream";
import { Command, type CommanderError } from "commander";
import { keepHeapSmall } from "../commands/small-heap";
import { OperatorError } from "../errors";
import { FLAGS_AT_START } from "../heap-flags";
import packageJson from "../package.json";
import type { CommandSpec, Prepared } from "./command-spec";
import { COMMANDS } from "./commands";
import { addHelpCommand, exitStatuses, HELP, wordsOf } from "./help";
import { GLOBAL_OPTIONS, type GlobalFlags } from "./options";
import { PROGRAM, PROGRAM_USAGE, split } from "./program-argument";

export type Runner = (command: Prepared, flags: GlobalFlags) => Promise<void>;

/** Where help goes. */
export interface HelpHost {
  readonly stdout: Writable;
  /** Help that was not asked for: of words that need another one behind them. */
  readonly stderr: Writable;
}

export interface ProgramHost extends HelpHost {
  /** What will be parsed. */
  readonly argv: readonly string[];
  /** Told which command it is, as soon as that is known. */
  readonly onCommand?: (name: string) => void;
}

export function program(runner: Runner, host: ProgramHost): Command {
  const root = new Command("sealstack")
    .description("Encrypt, back up, verify and restore through AWS KMS and S3.")
    .version(packageJson.version)
    .showHelpAfterError(false)
    .helpCommand(false)
    .configureHelp(HELP)
    // Errors are told by whoever runs this; what is left for `writeErr` is the help of a command without its next word.
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stdout.write(text),
      outputError: () => {},
    })
    .addHelpText("after", exitStatuses);
  root.exitOverride((error) => throwFrom(root, error));
  for (const option of GLOBAL_OPTIONS) root.addOption(option);
  for (const spec of calledOf(host.argv))
    parentOf(root, spec, host).addCommand(command(root, spec, runner, host));
  for (const group of root.commands) if (group.summary() === "") group.summary(groupSummary(group));
  addHelpCommand(root);
  return root;
}

/** To make all commands takes longer than to parse one. @returns those that begin with the first word; all, where none does. */
function calledOf([first]: readonly string[]): readonly CommandSpec[] {
  const called = COMMANDS.filter(({ name }) => name.split(" ", 1)[0] === first);
  return called.length === 0 ? COMMANDS : called;
}

/** The command that another stands behind; made where it does nothing itself. */
function parentOf(root: Command, { name }: CommandSpec, { stderr }: HelpHost): Command {
  return name
    .split(" ")
    .slice(0, -1)
    .reduce((parent, word) => {
      const found = parent.commands.find((child) => child.name() === word);
      if (found !== undefined) return found.enablePositionalOptions(); // what follows belongs to the last word
      const group = new Command(word).copyInheritedSettings(root);
      group.configureOutput({ writeErr: (text) => void stderr.write(text) });
      group.exitOverride((error) => throwFrom(group, error));
      parent.addCommand(group);
      return group;
    }, root);
}

/** The names of what stands behind a word; of one alone, what it does, too. */
function groupSummary({ commands }: Command): string {
  const names = commands.map((each) => each.name()).join(", ");
  return commands.length === 1 ? `${names}: ${commands[0]?.summary()}` : names;
}

function command(
  root: Command,
  spec: CommandSpec,
  runner: Runner,
  { argv, onCommand = () => {} }: ProgramHost,
): Command {
  const result = new Command(spec.name.split(" ").at(-1))
    .copyInheritedSettings(root)
    .summary(spec.summary)
    .description(spec.summary)
    .allowExcessArguments(true);
  result.exitOverride((error) => {
    onCommand(spec.name);
    throwFrom(result, error);
  });
  for (const { name, description } of spec.arguments ?? []) result.argument(name, description);
  for (const option of spec.options) result.addOption(option);
  result.addHelpText("after", `\nExample:\n  sealstack ${spec.example}`);
  if (spec.takesProgram === true) result.argument(...PROGRAM).usage(PROGRAM_USAGE);
  return result.action(async () => {
    onCommand(spec.name);
    const { before, behind } =
      spec.takesProgram === true ? split(result.args, argv) : { before: result.args };
    const last = spec.arguments?.at(-1)?.name ?? "";
    refuseExcess(
      result,
      before,
      last.includes("...") ? Number.POSITIVE_INFINITY : (spec.arguments ?? []).length,
    );
    if (FLAGS_AT_START.has(spec.name)) keepHeapSmall("host"); // the code cache has set them before, where there is one
    const flags = result.optsWithGlobals();
    await runner(await spec.prepare(flags, before, behind), flags);
  });
}

/** A word too many is an unknown command where there are commands. */
function refuseExcess(command: Command, operands: readonly string[], allowed: number): void {
  const extra = operands[allowed];
  if (extra === undefined) return;
  throw usage(
    command,
    command.commands.length > 0
      ? `unknown command '${extra}'`
      : `too many arguments for '${wordsOf(command)}': '${extra}'`,
  );
}

/** Ends the parsing: what is no success is told with the command that it came from. */
function throwFrom(command: Command, error: CommanderError): never {
  if (error.code !== "commander.help" || command.parent === null) {
    if (SUCCESS.has(error.code)) throw error;
    const [, message = "", suggestion] =
      /^(?:error: )?(.*?)(?:\n\((Did you mean .*)\))?$/s.exec(error.message) ?? [];
    throw usage(command, message, suggestion?.toLowerCase());
  }
  const next = command.commands.map((child) => child.name()).filter((name) => name !== "help");
  throw usage(command, `'${wordsOf(command)}' needs one more word: ${next.join(", ")}`);
}

/** What commander ends with when it has shown what was asked for. */
export const SUCCESS: ReadonlySet<string> = new Set([
  "commander.help",
  "commander.helpDisplayed",
  "commander.version",
]);

function usage(command: Command, message: string, hint?: string): OperatorError {
  const words = wordsOf(command);
  return new OperatorError("usage", message, {
    hint: hint ?? `see \`sealstack ${words === "" ? "--help" : `help ${words}`}\``,
  });
}
