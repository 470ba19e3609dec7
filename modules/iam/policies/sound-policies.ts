import { replaceTokens } from "../../tokens";
import { type PolicyKind, policyKindProblems } from "../limits";
import type { Statement } from "./policy-document";
import { formProblems } from "./statement-shape";

/** What is wrong with a policy, one sentence each. */
type PolicyJudge = (kind: PolicyKind, statements: readonly Statement[]) => readonly string[];

/**
 * Remembers the policies in which nothing is wrong: a program makes most of its policies many times over, with other references in them.
 *
 * Judges know nothing of a token but where else it stands, so two policies that differ in nothing but the numbers of their tokens are judged alike.
 */
export function rememberSound(judge: PolicyJudge): PolicyJudge {
  const sound = new Set<string>();
  // A construct asks when it is made, and again when it is written: the same list, unless its owner changed it.
  const last = new WeakMap<readonly Statement[], string>();
  return (kind, statements) => {
    const known = last.get(statements);
    if (known !== undefined && known === `${kind} ${JSON.stringify(statements)}`) return [];
    const form = [...policyKindProblems(kind), ...formProblems(statements)];
    if (form.length > 0) return form;
    const asked = `${kind} ${JSON.stringify(statements)}`;
    const question = withTokensRenumbered(asked);
    const problems = sound.has(question) ? [] : judge(kind, statements);
    if (problems.length > 0) return problems;
    sound.add(question);
    last.set(statements, asked);
    return [];
  };
}

/** Tokens by the order in which they first occur. */
function withTokensRenumbered(text: string): string {
  const seen = new Map<string, string>();
  return replaceTokens(text, (token) => {
    const name = seen.get(token) ?? `${token.slice(0, 2)}token ${seen.size}}`;
    seen.set(token, name);
    return name;
  });
}
