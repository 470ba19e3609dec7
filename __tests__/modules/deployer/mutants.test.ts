/** Every action and every condition of the policy matters: without it, a call of an apply is refused, or one that hurts goes through. */

import type { PolicyDocument, PolicyStatement } from "../../../tools/policy-check/policy-set";
import { deniedCalls } from "../../helpers/deployer/denied-calls";
import { refused, STATE_READS, STATE_WRITES, through } from "../../helpers/deployer/judge";
import { providerCalls } from "../../helpers/deployer/provider-calls";
import { type Deployed, judged, typical } from "../../helpers/deployer/stacks";

/** Between them, they have every row of the table. */
const JUDGED = [
  ["etcd-ca-backup", "alerts and a trail"],
  ["etcd-ca-backup", "roles with a path and a boundary"],
  ["etcd-ca-backup", "trust of certificates"],
  ["multi-region-vault", "default"],
] as const;

const stackOf = (preset: (typeof JUDGED)[number][0], variant: string): Deployed => {
  const found = typical(preset).find(([name]) => name === variant);
  if (found === undefined) throw new Error(`'${variant}' of ${preset} is not among the typical variants`);
  return found[1];
};

/** The policy with another statement in place of one, or without it. */
function changed(policy: PolicyDocument, index: number, by: PolicyStatement): PolicyDocument {
  return { ...policy, Statement: policy.Statement.map((statement, at) => (at === index ? by : statement)) };
}

/** The conditions without one key. */
function without(conditions: PolicyStatement["Condition"] = {}, operator: string, key: string) {
  return Object.fromEntries(
    Object.entries(conditions).map(([name, keys]) => [
      name,
      Object.fromEntries(Object.entries(keys).filter(([each]) => name !== operator || each !== key)),
    ]),
  );
}

describe.each(JUDGED)("the deployer of %s, %s", (preset, variant) => {
  const stack = stackOf(preset, variant);
  const calls = [...providerCalls(stack.values), ...STATE_READS, ...STATE_WRITES];
  const { policy, json } = stack;

  it("needs every action of every statement", async () => {
    const useless: string[] = [];
    for (const [index, statement] of policy.Statement.entries())
      for (const action of statement.Action ?? []) {
        const Action = (statement.Action ?? []).filter((each) => each !== action);
        // An empty list is no policy: the statement goes.
        const mutant =
          Action.length === 0
            ? { ...policy, Statement: policy.Statement.filter((_, at) => at !== index) }
            : changed(policy, index, { ...statement, Action });
        const concerned = calls.filter((call) => call.action === action);
        if ((await refused(judged(json, mutant), concerned)).length === 0)
          useless.push(`${statement.Sid} ${action}`);
      }
    expect(useless).toEqual([]);
  });

  it("is bound by every condition", async () => {
    const denied = deniedCalls(stack.values);
    const useless: string[] = [];
    for (const [index, statement] of policy.Statement.entries())
      for (const [operator, keys] of Object.entries(statement.Condition ?? {}))
        for (const key of Object.keys(keys)) {
          const Condition = without(statement.Condition, operator, key);
          const mutant = judged(json, changed(policy, index, { ...statement, Condition }));
          const concerned = denied.filter(({ action }) => statement.Action?.includes(action));
          if ((await through(mutant, concerned)).length === 0)
            useless.push(`${statement.Sid} ${operator} ${key}`);
        }
    expect(useless).toEqual([]);
  });
});
