/** What help shows besides what commander makes of the table. */
import { type Argument, Command, CommanderError, type HelpConfiguration, type Option } from "commander";
import { EXIT, OperatorError } from "../errors";
import { COMMANDS } from "./commands";
import { globalOptionsOf } from "./options";

/** Columns of a terminal that nobody has made wider. */
const COLUMNS = 80;

/** The words after `sealstack`. */
export function wordsOf(command: Command): string {
  const { parent } = command;
  if (parent === null) return "";
  return `${wordsOf(parent)} ${command.name()}`.trim();
}

/** The options of every command that this one takes, too. */
function visibleGlobals(command: Command): Option[] {
  const spec = COMMANDS.find(({ name }) => name === wordsOf(command));
  if (spec === undefined) return [];
  return [...globalOptionsOf(spec.globals)];
}

function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** For commander. */
export const HELP: HelpConfiguration = {
  showGlobalOptions: true,
  visibleGlobalOptions: visibleGlobals,
  minWidthToWrap: 30,
  // All have options; the word would take a column from the text.
  subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(" "),
};

/** `help [command...]`, behind the program and behind every command that others stand behind. */
export function addHelpCommand(parent: Command): void {
  for (const child of parent.commands) if (child.commands.length > 0) addHelpCommand(child);
  const help = new Command("help")
    .copyInheritedSettings(parent)
    .helpOption(false)
    .summary("show what a command takes")
    .argument("[command...]", "its words")
    .action((words: readonly string[]) => {
      const found = words.reduce(childNamed, parent);
      found.outputHelp();
      throw new CommanderError(EXIT.ok.status, "commander.help", "(outputHelp)");
    });
  parent.addCommand(help, { hidden: parent.parent !== null });
}

function childNamed(parent: Command, word: string): Command {
  const found = parent.commands.find((child) => child.name() === word);
  if (found !== undefined) return found;
  const known = parent.commands.map((child) => child.name()).filter((name) => name !== "help");
  const behind = wordsOf(parent) === "" ? "" : ` of '${wordsOf(parent)}'`;
  throw new OperatorError("usage", `unknown command '${word}'${behind}`, {
    hint:
      known.length === 0 ? `see \`sealstack help ${wordsOf(parent)}\`` : `give one of ${known.join(", ")}`,
  });
}

export function exitStatuses(): string {
  const rows = Object.values(EXIT).map(({ status, meaning }) => row(String(status).padStart(5), meaning));
  return `\nExit statuses:\n${rows.join("\n")}`;
}

/** A name and a text that goes on below itself. */
function row(name: string, text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`;
    if (name.length + line.length + 1 <= COLUMNS || lines.at(-1) === "") lines[lines.length - 1] = line;
    else lines.push(` ${word}`);
  }
  return lines.map((line, index) => `${index === 0 ? name : " ".repeat(name.length)} ${line}`).join("\n");
}
