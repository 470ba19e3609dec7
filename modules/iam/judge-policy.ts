import type { PolicyKind } from "./limits";
import { policyProblems } from "./policy-check";
import type { Statement } from "./policy-document";
import { policyFindings } from "./policy-findings";
import { rememberSound } from "./sound-policies";

const judge = rememberSound((kind, statements) => [
  ...policyProblems(kind, statements),
  ...policyFindings(kind, statements),
]);

/** Everything that is wrong with a policy: what AWS would refuse, and what is almost never meant. One sentence each; none where it is sound. */
export function judgePolicy(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  return judge(kind, statements);
}
