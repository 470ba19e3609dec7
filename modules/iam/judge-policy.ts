import type { PolicyKind } from "./limits";
import { ruleProblems } from "./policies/policy-check";
import type { Statement } from "./policies/policy-document";
import { rememberSound } from "./policies/sound-policies";
import { openFindings } from "./policy-findings";

const judge = rememberSound((kind, statements) => [
  ...ruleProblems(kind, statements),
  ...openFindings(kind, statements),
]);

/** Everything that is wrong with a policy: what AWS would refuse, and what is almost never meant. One sentence each; none where it is sound. */
export function judgePolicy(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  return judge(kind, statements);
}
