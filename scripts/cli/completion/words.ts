/** What can be typed, from the table of commands. Pure. */
import type { Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { globalOptionsOf } from "../options";

export interface Flag {
  /** With its dashes. */
  readonly long: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** A command, or the first words of some. */
export interface Place {
  /** After `sealstack`; none of them is the program itself. */
  readonly words: readonly string[];
  readonly next: readonly { readonly word: string; readonly description: string }[];
  readonly flags: readonly Flag[];
}

/** Every place that words can lead to, the program itself first. */
export function placesOf(commands: readonly CommandSpec[]): readonly Place[] {
  const prefixes = new Set<string>([""]);
  for (const { name } of commands)
    for (const [index] of name.split(" ").entries())
      prefixes.add(
        name
          .split(" ")
          .slice(0, index + 1)
          .join(" "),
      );
  return [...prefixes].map((prefix) => placeAt(prefix, commands));
}

/** Every flag that a value follows, sorted. */
export const flagsWithValue = (places: readonly Place[]): readonly string[] =>
  [
    ...new Set(
      places.flatMap(({ flags }) => flags.filter(({ takesValue }) => takesValue).map(({ long }) => long)),
    ),
  ].sort();

/** Words of all places but the program itself, with spaces between. */
export const phrasesOf = (places: readonly Place[]): readonly string[] =>
  places.flatMap(({ words }) => (words.length === 0 ? [] : [words.join(" ")]));

/** The same, for a pattern of `case` in bash and zsh. */
export const quotedPhrases = (places: readonly Place[]): string =>
  phrasesOf(places)
    .map((phrase) => `"${phrase}"`)
    .join("|");

/** Flags whose values are known, by the words before them. */
export const choicesOf = (places: readonly Place[]) =>
  places.flatMap(({ words, flags }) =>
    flags.flatMap(({ long, choices }) =>
      choices.length === 0 ? [] : [{ at: `${words.join(" ")} ${long}`, choices }],
    ),
  );

function placeAt(prefix: string, commands: readonly CommandSpec[]): Place {
  const words = prefix === "" ? [] : prefix.split(" ");
  const behind = commands
    .map(({ name, summary }) => ({ words: name.split(" "), summary }))
    .filter((each) => each.words.length > words.length && words.every((word, at) => word === each.words[at]));
  const next = new Map<string, string>();
  for (const each of behind) {
    const word = each.words[words.length] ?? "";
    const isWhole = each.words.length === words.length + 1;
    if (isWhole || !next.has(word)) next.set(word, isWhole ? each.summary : `${word} commands`);
  }
  const spec = commands.find(({ name }) => name === prefix);
  const taken = globalOptionsOf(spec?.globals);
  const options = [...(spec?.options ?? []), ...(words.length === 0 || spec !== undefined ? taken : [])];
  return {
    words,
    next: [...next].map(([word, description]) => ({ word, description })),
    flags: [...options.map(flagOf), HELP],
  };
}

const HELP: Flag = {
  long: "--help",
  description: "display help for command",
  takesValue: false,
  choices: [],
};

const flagOf = ({ long, description, required, optional, argChoices }: Option): Flag => ({
  long: long ?? "",
  description,
  takesValue: required || optional,
  choices: argChoices ?? [],
});
