/** What AWS would take, and what would then never work. */

import { shown } from "../../show-value";
import { isToken, replaceTokens } from "../../tokens";
import type { PolicyKind } from "../limits";
import { type Condition, conditionList, demandsKey } from "../policies/conditions";
import type { Finding, FindingCode } from "../policies/finding";
import type { Statement } from "../policies/policy-document";
import { actionsNamed, conditionKey, isGlobalKey, serviceExists, takesKey, typeMatches } from "./lookup";
import { noDataKeyFindings } from "./no-data-key";
import type { CatalogueAction } from "./parse-catalogue";
import { remember } from "./remember";

/** Stands in lists of what administrators may do, but only KMS itself calls it, with no key but its own. */
const INTERNAL = "kms:SynchronizeMultiRegionKey";

/** One action of a statement, as written, with the actions that it names. */
interface Named {
  readonly written: string;
  readonly actions: readonly CatalogueAction[];
}

/** Everything that the catalogue finds in a policy. */
export function catalogueFindings(kind: PolicyKind, statements: readonly Statement[]): readonly Finding[] {
  return [
    ...statements.flatMap((statement) => {
      const report = (code: FindingCode, problem: string): Finding => ({ sid: statement.sid, code, problem });
      return [
        ...actionFindings(statement, report),
        ...keyFindings(statement, report),
        // Of a trust policy, all actions are judged in one request, with the keys of each.
        ...(kind === "trust" ? [] : keyActionFindings(statement, report)),
        ...(kind === "trust" || kind === "key" ? [] : resourceFindings(statement, report)),
      ];
    }),
    ...(kind === "trust" ? [] : noDataKeyFindings(statements)),
  ];
}

type Report = (code: FindingCode, problem: string) => Finding;

function actionFindings({ actions = [], notActions = [] }: Statement, report: Report): Finding[] {
  return [...actions, ...notActions].flatMap((written) => {
    const found = actionFinding(written);
    return found === undefined ? [] : [report(...found)];
  });
}

const actionFinding = remember((written: string): readonly [FindingCode, string] | undefined => {
  if (isToken(written) || written === "*") return undefined;
  const [service = ""] = written.toLowerCase().split(":");
  if (!serviceExists(service))
    return ["unknown-service", `AWS has no service ${shown(service)}, got ${shown(written)}`];
  return actionsNamed(written)?.length === 0
    ? ["unknown-action", `${shown(written)} names no action of ${service}`]
    : undefined;
});

function keyFindings({ conditions }: Statement, report: Report): Finding[] {
  return conditionList(conditions)
    .filter(({ key }) => !isToken(key))
    .flatMap((condition) => {
      const { key, operator, set, base } = condition;
      const known = conditionKey(key);
      if (known === undefined)
        return [report("unknown-condition-key", `condition key ${shown(key)} is not known`)];
      if (known === "unjudged" || !known.multiValued || set !== undefined || base === "Null") return [];
      return [
        report(
          "single-valued-operator",
          `${shown(key)} holds several values: ${operator} must be ForAnyValue:${operator} or ForAllValues:${operator}`,
        ),
      ];
    });
}

/** Only what the statement allows: a denial for a key that is not sent denies nothing, or everything on purpose. */
function keyActionFindings(statement: Statement, report: Report): Finding[] {
  const { effect = "Allow", conditions } = statement;
  if (effect !== "Allow") return [];
  return conditionList(conditions)
    .filter((condition) => demandsKey(condition) && isJudged(condition))
    .flatMap(({ key }) => {
      const without = named(statement).filter(
        ({ written, actions }) => written !== INTERNAL && !actions.some((action) => takesKey(action, key)),
      );
      if (without.length === 0) return [];
      const list = without.map(({ written }) => written).join(", ");
      return [
        report(
          "condition-key-not-for-action",
          `AWS never sends ${shown(key)} with ${list}: put that into another statement`,
        ),
      ];
    });
}

function isJudged({ key }: Condition): boolean {
  return !isToken(key) && !isGlobalKey(key) && typeof conditionKey(key) === "object";
}

/** The statement's actions whose services are known, but unknown actions, which are a finding by themselves. */
function named({ actions = [] }: Statement): readonly Named[] {
  return actions.flatMap((written) => {
    const found = isToken(written) ? undefined : actionsNamed(written);
    return found === undefined || found.length === 0 ? [] : [{ written, actions: found }];
  });
}

function resourceFindings(statement: Statement, report: Report): Finding[] {
  const { actions = [], resources = [], effect = "Allow" } = statement;
  const all = named(statement);
  // One action of which nothing is known may take any resource.
  if (all.length < actions.length || effect !== "Allow") return [];
  const patterns = resources.map((resource) => replaceTokens(resource, "*"));
  const idle = all.filter((action) => !patterns.some((pattern) => takes(action, pattern)));
  const wrong = resources.filter((_, index) => !all.some((action) => takes(action, patterns[index] ?? "*")));
  return [
    ...idle.map(({ written, actions: found }) =>
      report("resource-not-for-action", `${written} takes ${typesOf(found)}, got none of them`),
    ),
    ...(idle.length === all.length ? [] : wrong).map((resource) =>
      report("resource-not-for-action", `none of the actions takes ${shown(resource)}`),
    ),
  ];
}

function takes({ actions }: Named, pattern: string): boolean {
  if (pattern === "*") return true;
  return actions.some(({ types }) => types.some((type) => typeMatches(type, pattern)));
}

function typesOf(actions: readonly CatalogueAction[]): string {
  const names = new Set(actions.flatMap(({ types }) => types.map(({ name }) => name)));
  return names.size === 0 ? "no resource but '*'" : `only ${[...names].join(", ")}`;
}
