import type { PolicyKind } from "./limits";
import { policyProblems } from "./policies/policy-check";
import type { Statement } from "./policies/policy-document";
import { rememberSound } from "./policies/sound-policies";
import { policyFindings } from "./policy-findings";

const judge = rememberSound((kind, statements) => [
  ...policyProblems(kind, statements),
  ...policyFindings(kind, statements),
]);

/** Everything that is wrong with a policy: what AWS would refuse, and what is almost never meant. One sentence each; none where it is sound. */
export function judgePolicy(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  return judge(kind, statements);
}
