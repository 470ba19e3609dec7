import { choicesOf, type Flag, flagsWithValue, type Place, quotedPhrases } from "./words";

/** For zsh 5: each place is a case, with descriptions. */
export function zshCompletion(places: readonly Place[]): string {
  return `#compdef sealstack
# zsh completion of sealstack: sealstack completion zsh > "\${fpath[1]}/_sealstack"
_sealstack() {
  local at="" word="" skip=""
  local -a next flags
  local -i index
  for (( index = 2; index < CURRENT; index++ )); do
    word="\${words[index]}"
    if [[ -n "$skip" ]]; then skip=""; continue; fi
    case "$word" in
      ${flagsWithValue(places).join("|")}) skip=1; continue ;;
      -*) continue ;;
    esac
    case "\${at:+$at }$word" in
      ${quotedPhrases(places)}) at="\${at:+$at }$word" ;;
      *) break ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${choicesOf(places)
  .map(({ at, choices }) => `    "${at}") compadd -- ${choices.join(" ")}; return ;;`)
  .join("\n")}
  esac
  if [[ -n "$skip" ]]; then _files; return; fi
  case "$at" in
${places.map(caseOf).join("\n")}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then _describe -o option flags; return; fi
  (( \${#next} )) && _describe command next && return
  _files
}
# Read by the completion system it is run; sourced, it is registered.
if [[ "\${funcstack[1]}" == _sealstack ]]; then _sealstack "$@"; else compdef _sealstack sealstack; fi
`;
}

const caseOf = ({ words, next, flags }: Place): string =>
  [
    `    "${words.join(" ")}")`,
    `      next=(${next.map(({ word, description }) => quoted(`${word}:${description}`)).join(" ")})`,
    `      flags=(${flags.map(({ long, description }: Flag) => quoted(`${long}:${description}`)).join(" ")}) ;;`,
  ].join("\n");

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
