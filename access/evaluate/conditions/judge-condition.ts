/**
 * One key of one operator against a request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
import { conditionKey } from "../../../modules/iam/catalogue/lookup";
import type { CompiledCondition } from "../compiled";
import type { ConditionResult } from "../decision";
import type { Facts, Got } from "../facts";
import { all, any, not, type Ternary } from "../logic";
import { hasVariable, resolveVariables } from "../matching/variables";
import { isUnknown } from "../unknown";
import { comparisonOf } from "./operators";

export interface JudgedCondition {
  readonly result: ConditionResult;
  /** What an unknown depends on. */
  readonly open: readonly string[];
}

export function judgeCondition(
  condition: CompiledCondition,
  facts: Facts,
  variables: boolean,
): JudgedCondition {
  const { operator, key, wanted } = condition;
  const got = facts.get(key);
  const open: string[] = [];
  const unknown = isUnknown(got) ? got.unknown : condition.undocumented;
  if (isUnknown(got) || unknown !== undefined)
    return { result: { operator, key, wanted, got, holds: "unknown" }, open: [unknown ?? key] };
  const holds = judge(condition, got, facts, variables, open);
  return { result: { operator, key, wanted, got, holds }, open: holds === "unknown" ? open : [] };
}

function judge(
  condition: CompiledCondition,
  got: Exclude<Got, { readonly unknown: string }>,
  facts: Facts,
  variables: boolean,
  open: string[],
): Ternary {
  const { comparison, ifExists, set, wanted, key, operator } = condition;
  // "true": the key is absent. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
  if (comparison === "Null") return wanted.some((each) => each.toLowerCase() === String(got === undefined));
  const { negated, variables: takesVariables, compare } = comparisonOf(comparison);
  if (got === undefined) {
    if (ifExists && set === "any") {
      // IfExists is true without the key, ForAnyValue false: the pages say nothing of both together.
      open.push(`what '${operator}' makes of a request without ${key}`);
      return "unknown";
    }
    if (ifExists || set === "all") return true;
    if (set === "any") return false;
    return negated;
  }
  if (set === undefined && (got.length > 1 || isMultiValued(key))) {
    open.push(
      `what '${operator}' without ForAllValues or ForAnyValue makes of ${key}, which has many values`,
    );
    return "unknown";
  }
  const one = (value: string): Ternary => {
    const matched = wanted.map((each) =>
      valueMatches(each, value, takesVariables && variables, { facts, negated, compare, open }),
    );
    return negated ? not(any(matched)) : any(matched);
  };
  return set === "any" ? any(got.map(one)) : all(got.map(one));
}

function isMultiValued(key: string): boolean {
  const known = conditionKey(key);
  return typeof known === "object" && known.multiValued;
}

interface Compared {
  readonly facts: Facts;
  readonly negated: boolean;
  readonly compare: (wanted: string, got: string) => Ternary;
  readonly open: string[];
}

function valueMatches(wanted: string, value: string, variables: boolean, compared: Compared): Ternary {
  const { facts, negated, compare, open } = compared;
  const matched = (text: string) => {
    const result = compare(text, value);
    if (result === "unknown") open.push(text);
    return result;
  };
  if (!variables || !hasVariable(wanted)) return matched(wanted);
  const resolved = resolveVariables(wanted, facts);
  if ("text" in resolved) return matched(resolved.text);
  if ("unknown" in resolved) {
    open.push(resolved.unknown);
    return "unknown";
  }
  // "Any attempt to match it fails", says AWS, and that the statement may be invalid; what that does to a negated operator it does not say.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  if (!negated) return false;
  open.push(`what a negated operator makes of \${${resolved.lacks}}, which the request lacks`);
  return "unknown";
}
