import { choicesOf, flagsWithValue, type Place, quotedPhrases } from "./words";

/** For bash 3.2 and newer; where it knows nothing, bash completes file names. */
export function bashCompletion(places: readonly Place[]): string {
  return `# bash completion of sealstack: . <(sealstack completion bash)
_sealstack() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at="" word="" skip="" next="" flags=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ -n "$skip" ]; then skip=""; continue; fi
    case "$word" in
      ${flagsWithValue(places).join("|")}) skip=1; continue ;;
      -*) continue ;;
    esac
    case "\${at:+$at }$word" in
      ${quotedPhrases(places)}) at="\${at:+$at }$word" ;;
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
${choicesOf(places)
  .map(
    ({ at, choices }) => `    "${at}") COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$cur")); return ;;`,
  )
  .join("\n")}
  esac
  if [ -n "$skip" ]; then COMPREPLY=(); return; fi
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$next" -- "$cur")) ;;
  esac
}
complete -o default -F _sealstack sealstack
`;
}
