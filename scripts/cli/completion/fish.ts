import { flagsWithValue, type Place, phrasesOf } from "./words";

/** For fish 3.4 and newer: one line a word or flag, shown where the words before it have led. */
export function fishCompletion(places: readonly Place[]): string {
  return `# fish completion of sealstack: sealstack completion fish > ~/.config/fish/completions/sealstack.fish
function __sealstack_at
    set -l at
    set -l skip
    for word in (commandline -opc)[2..]
        if test -n "$skip"
            set skip
            continue
        end
        if contains -- $word ${flagsWithValue(places).join(" ")}
            set skip 1
            continue
        end
        string match -q -- '-*' $word; and continue
        contains -- (string join ' ' $at $word) ${phrasesOf(places).map(quoted).join(" ")}; or break
        set -a at $word
    end
    test "$(string join ' ' $at)" = "$argv[1]"
end
${places.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ words, next, flags }: Place): string[] {
  const here = `complete -c sealstack -n ${quoted(`__sealstack_at ${quoted(words.join(" "))}`)}`;
  return [
    ...next.map(({ word, description }) => `${here} -f -a ${word} -d ${quoted(description)}`),
    ...flags.map(({ long, description, takesValue, choices }) => {
      const value = !takesValue ? "" : choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : " -r";
      return `${here} -l ${long.slice(2)}${value} -d ${quoted(description)}`;
    }),
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
