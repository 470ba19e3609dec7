/** The table of commands and flags. `--help` and docs/cli.md are printed from it. */

import type { Writable } from "node:stream";
import { Command } from "commander";
import { EXIT } from "../errors";
import packageJson from "../package.json";
import type { CommandSpec, Prepared } from "./command-spec";
import { COMMANDS } from "./commands";
import { GLOBAL_OPTIONS, type GlobalFlags } from "./options";

export type Runner = (command: Prepared, flags: GlobalFlags) => Promise<void>;

export function program(runner: Runner, host: { readonly stdout: Writable }): Command {
  const root = new Command("sealstack")
    .description("Encrypt, back up, verify and restore through AWS KMS and S3.")
    .version(packageJson.version)
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void host.stdout.write(text), writeErr: () => {} })
    .addHelpText("after", exitStatuses);
  for (const option of GLOBAL_OPTIONS) root.addOption(option);
  for (const spec of COMMANDS) parentOf(root, spec).addCommand(command(root, spec, runner));
  return root;
}

/** The command that another stands behind; made where it does nothing itself. */
function parentOf(root: Command, { name }: CommandSpec): Command {
  return name
    .split(" ")
    .slice(0, -1)
    .reduce((parent, word) => {
      const found = parent.commands.find((child) => child.name() === word);
      if (found !== undefined) return found.enablePositionalOptions(); // what follows belongs to the last word
      const group = new Command(word).copyInheritedSettings(root).summary(`${word} commands`);
      parent.addCommand(group);
      return group;
    }, root);
}

function command(root: Command, spec: CommandSpec, runner: Runner): Command {
  const result = new Command(spec.name.split(" ").at(-1))
    .copyInheritedSettings(root)
    .summary(spec.summary)
    .description(spec.summary);
  for (const { name, description } of spec.arguments ?? []) result.argument(name, description);
  for (const option of spec.options) result.addOption(option);
  result.addHelpText("after", `\nExample:\n  sealstack ${spec.example}`);
  return result.action(async () => {
    const flags = result.optsWithGlobals();
    await runner(await spec.prepare(flags, result.args), flags);
  });
}

function exitStatuses(): string {
  const rows = Object.values(EXIT).map(
    ({ status, meaning }) => `  ${String(status).padStart(3)}  ${meaning}`,
  );
  return `\nExit statuses:\n${rows.join("\n")}`;
}
