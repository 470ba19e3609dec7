/**
 * Flags as Go programs take them, for the command that takes the place of one: `-key=…`, `-key …`, `-debug`, with one dash as with two.
 * @see https://pkg.go.dev/flag ("Command line flag syntax")
 */

import { GLOBAL_OPTIONS } from "./options";
import { KMS_PLUGIN_COMMANDS } from "./rows/kms-plugin-commands";

const COMMAND = "kms-plugin";
const OPTIONS = [...GLOBAL_OPTIONS, ...KMS_PLUGIN_COMMANDS.flatMap(({ options }) => options)];

const NAMES: ReadonlySet<string> = new Set(["help", ...OPTIONS.map(({ long }) => long?.slice(2) ?? "")]);
/** Such as `--debug`: it takes no word that follows, only `=false`. */
const OPTIONAL: ReadonlySet<string> = new Set(
  OPTIONS.filter(({ optional }) => optional).map(({ long }) => `${long}`),
);

/** The arguments with two dashes each, where they are those of the plugin; any others unchanged. */
export function withGoFlags(argv: readonly string[]): string[] {
  const start = commandAt(argv);
  if (argv[start] !== COMMAND) return [...argv];
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  return argv.map((word, index) => (index > start && index < end ? twoDashes(word) : word));
}

function twoDashes(word: string): string {
  const name = /^-([a-z][a-z0-9-]+)(=|$)/s.exec(word)?.[1];
  const long = name !== undefined && NAMES.has(name) ? `-${word}` : word;
  return OPTIONAL.has(long) ? `${long}=true` : long;
}

/** Where the first word stands that is neither a flag of every command nor the value of one. */
function commandAt(argv: readonly string[]): number {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (!word.startsWith("-")) return index;
    const takesNext = GLOBAL_OPTIONS.some(({ long, required }) => required && word === long);
    if (takesNext) index++;
  }
  return argv.length;
}
