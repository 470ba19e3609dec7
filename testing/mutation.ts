/** Which statements could be changed without a claim noticing? */
import { type Changeable, changesOf } from "../access/mutants/changes";
import type { Claim } from "../presets/common/claims/claim";
import { brokenClaims } from "./evaluator";
import { type AttachedPolicy, type PolicyStatement, StackTestError } from "./policy";
import { StackPolicies } from "./stack-policies";

/**
 * Tries every change to the policies of a stack that takes one thing away from a statement, or widens it, and tells those after which all claims still hold:
 * each as `<address> <sid>: <what was changed>`. Claims that know why everything is there leave none.
 *
 * @throws {StackTestError} when a claim does not hold before any change, for then nothing would be told by it
 */
export async function unnoticedChanges(
  policies: StackPolicies,
  claims: readonly Claim[],
): Promise<readonly string[]> {
  if (!(policies instanceof StackPolicies))
    throw new StackTestError("claims are about what stackPolicies(stack) returns");
  const broken = await brokenClaims(policies, claims);
  if (broken.length > 0) throw new StackTestError(`a claim does not hold as it is: ${broken[0]}`);
  const unnoticed: string[] = [];
  for (const policy of policies.policies)
    for (const [index, written] of policy.document.Statement.entries())
      for (const { what, statement } of changesOf(listed(written))) {
        const Statement = policy.document.Statement.flatMap((each) =>
          each === written ? (statement ?? []) : each,
        );
        const changed = {
          ...policy,
          document: { ...policy.document, Statement: Statement as PolicyStatement[] },
        };
        if (!(await isNoticed(withPolicy(policies, policy, changed), claims)))
          unnoticed.push(`${policy.address} ${written.Sid ?? `statement ${index + 1}`}: ${what}`);
      }
  return unnoticed;
}

/** Stops at the first claim that breaks; a change after which nothing can be judged is noticed, too. */
async function isNoticed(policies: StackPolicies, claims: readonly Claim[]): Promise<boolean> {
  for (const claim of claims)
    try {
      if ((await brokenClaims(policies, [claim])).length > 0) return true;
    } catch (cause) {
      if (cause instanceof StackTestError) return true;
      throw cause;
    }
  return false;
}

function withPolicy(all: StackPolicies, old: AttachedPolicy, changed: AttachedPolicy): StackPolicies {
  return all.with(all.policies.map((each) => (each === old ? changed : each)));
}

function listed({ Action, Resource, ...rest }: PolicyStatement): Changeable & PolicyStatement {
  return {
    ...rest,
    ...(Action === undefined ? {} : { Action: [Action].flat() }),
    ...(Resource === undefined ? {} : { Resource: [Resource].flat() }),
  } as Changeable & PolicyStatement;
}
