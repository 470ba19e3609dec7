/** One statement against one request. */

import type { CompiledStatement, Names } from "../compiled";
import { type JudgedCondition, judgeCondition } from "../conditions/judge-condition";
import { all, any, not, type Ternary } from "../logic";
import { arnMatches } from "../matching/arn-match";
import { globMatches, referenceIn } from "../matching/glob";
import { hasVariable, resolveVariables } from "../matching/variables";
import type { Request } from "../request/request";
import { type Reached, reachOf } from "./reach";

/** What a statement says of a request that it is, or may be, about. */
export interface JudgedStatement {
  readonly statement: CompiledStatement;
  /** Whether it is about the request's principal, action and resource, and all of its conditions hold. */
  readonly applies: Ternary;
  /** How it comes to the principal. Policies without principals are about their bearer. */
  readonly reach: Reached;
  readonly conditions: readonly JudgedCondition[];
  /** What an unknown depends on. */
  readonly open: readonly string[];
}

const BEARER: Reached = { direct: true, bounded: false, account: false, open: [] };

/** `undefined` for a statement that is about something else, or somebody else. */
export function judgeStatement(statement: CompiledStatement, request: Request): JudgedStatement | undefined {
  const { actions, resources, who, conditions, variables } = statement;
  const open: string[] = [];
  const named = actionMatches(actions, request, open);
  if (named === false) return undefined;
  const about = resources === undefined ? true : resourceMatches(resources, request, variables, open);
  if (about === false) return undefined;
  const reach = who === undefined ? BEARER : reachOf(who, request, statement.effect);
  const reached = any([reach.direct, reach.bounded, reach.account]);
  if (reached === false) return undefined;
  const judged = conditions.map((condition) => judgeCondition(condition, request.facts, variables));
  const applies = all([named, about, reached, ...judged.map(({ result }) => result.holds)]);
  const depends = [...open, ...reach.open, ...judged.flatMap((each) => each.open)];
  return { statement, applies, reach, conditions: judged, open: applies === "unknown" ? depends : [] };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function actionMatches({ not: negated, list }: Names, { action }: Request, open: string[]): Ternary {
  const lower = action.toLowerCase();
  const matched = any(list.map((pattern) => pattern === lower || globMatches(pattern, lower)));
  if (matched === "unknown") open.push(...list.filter((each) => referenceIn(each) !== undefined));
  return negated ? not(matched) : matched;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function resourceMatches(
  { not: negated, list }: Names,
  { resource, facts }: Request,
  variables: boolean,
  open: string[],
): Ternary {
  const matched = any(
    list.map((pattern): Ternary => {
      if (!variables || !hasVariable(pattern)) return matchedBy(pattern);
      const resolved = resolveVariables(pattern, facts);
      if ("text" in resolved) return matchedBy(resolved.text);
      // Nothing matches a variable that the request lacks; what NotResource makes of it, AWS leaves open.
      if ("lacks" in resolved && !negated) return false;
      open.push("lacks" in resolved ? `\${${resolved.lacks}}` : resolved.unknown);
      return "unknown";
    }),
  );
  return negated ? not(matched) : matched;

  function matchedBy(pattern: string): Ternary {
    const result = arnMatches(pattern, resource);
    if (result === "unknown") open.push(referenceIn(pattern) ?? referenceIn(resource) ?? pattern);
    return result;
  }
}
