import type { Place } from "./words";

/** For bash 3.2 and newer; where it knows nothing, bash completes file names. */
export function bashCompletion(places: readonly Place[]): string {
  const withValue = unique(
    places.flatMap(({ flags }) => flags.filter((each) => each.takesValue).map(({ long }) => long)),
  );
  return `# bash completion of sealstack: . <(sealstack completion bash)
_sealstack() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at="" word="" skip="" next="" flags=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ -n "$skip" ]; then skip=""; continue; fi
    case "$word" in
      ${withValue.join("|")}) skip=1; continue ;;
      -*) continue ;;
    esac
    case "$at $word" in
      ${places
        .filter(({ words }) => words.length > 0)
        .map(({ words }) => `"${[...words.slice(0, -1)].join(" ")} ${words.at(-1)}"`)
        .join("|")}) at="\${at:+$at }$word" ;;
      *) break ;;
    esac
  done
  case "$at" in
${places
  .map(
    ({ words, next, flags }) =>
      `    "${words.join(" ")}") next="${next.map(({ word }) => word).join(" ")}" flags="${flags.map(({ long }) => long).join(" ")}" ;;`,
  )
  .join("\n")}
  esac
  case "$at $prev" in
${places
  .flatMap(({ words, flags }) =>
    flags
      .filter(({ takesValue, choices }) => takesValue && choices.length > 0)
      .map(
        ({ long, choices }) =>
          `    "${words.join(" ")} ${long}") COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$cur")); return ;;`,
      ),
  )
  .join("\n")}
  esac
  case "$prev" in
    ${withValue.join("|")}) COMPREPLY=(); return ;;
  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$next" -- "$cur")) ;;
  esac
}
complete -o default -F _sealstack sealstack
`;
}

const unique = (all: readonly string[]): readonly string[] => [...new Set(all)].sort();
