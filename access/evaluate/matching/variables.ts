/**
 * Policy variables: `${aws:username}`, with a default as in `${aws:PrincipalTag/team, 'none'}`, and `${*}`, `${?}` and `${$}` for the characters
 * themselves.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { Facts } from "../facts";
import { isUnknown } from "../unknown";
import { LITERAL } from "./glob";

const VARIABLE = /\$\{([*?$]|[^}:]+:[^}]+)\}/g;
const DEFAULT = /^(.*?),\s*'([^']*)'\s*$/s;

export type Resolved =
  | { readonly text: string }
  /** A variable whose key the request lacks, and that has no default: AWS says that the statement may then be invalid. */
  | { readonly lacks: string }
  /** A variable whose value is not known. */
  | { readonly unknown: string };

/** Text without a variable, of which most are. */
export function hasVariable(text: string): boolean {
  return text.includes("${");
}

/** Puts values in place of variables. Stars in values are no wildcards. */
export function resolveVariables(text: string, facts: Facts): Resolved {
  let problem: Resolved | undefined;
  const resolved = text.replaceAll(VARIABLE, (_whole, inner: string) => {
    const literal = LITERAL[inner];
    if (literal !== undefined) return literal;
    const [, key = inner, fallback] = DEFAULT.exec(inner) ?? [];
    const got = facts.get(key.trim());
    if (isUnknown(got)) problem ??= { unknown: got.unknown };
    // A key with several values has no one value to put in place.
    else if (got !== undefined && got.length === 1) return escaped(got[0] ?? "");
    else if (fallback !== undefined && got === undefined) return escaped(fallback);
    else problem ??= { lacks: key.trim() };
    return "";
  });
  return problem ?? { text: resolved };
}

function escaped(value: string): string {
  return value.replaceAll("*", LITERAL["*"] ?? "").replaceAll("?", LITERAL["?"] ?? "");
}
