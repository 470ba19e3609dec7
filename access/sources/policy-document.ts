/** `data.aws_iam_policy_document`, as far as it is made of its own statements. */
import { type Attributes, isMap } from "./blocks";
import { mapTexts } from "./unknown-marks";

/** Its `json`; `undefined` where it builds on other documents. */
export function documentJson(attributes: Attributes): string | undefined {
  const builtOn = [
    "source_json",
    "override_json",
    "source_policy_documents",
    "override_policy_documents",
  ].some((name) => attributes[name] !== undefined && attributes[name] !== "");
  if (builtOn) return undefined;
  const Statement = maps(attributes.statement).map(statementOf);
  const Version = attributes.version ?? "2012-10-17";
  // It writes IAM's variables as `&{…}`, because `${…}` is Terraform's.
  return JSON.stringify(mapTexts({ Version, Statement }, (text) => text.replaceAll("&{", "${")));
}

function statementOf(statement: Attributes): Attributes {
  const { sid, effect = "Allow", actions, not_actions, resources, not_resources } = statement;
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of maps(statement.condition)) {
    const keys = conditions[String(test)] ?? {};
    conditions[String(test)] = keys;
    keys[String(variable)] = [keys[String(variable)] ?? [], values ?? []].flat();
  }
  const listed = Object.entries({
    Action: actions,
    NotAction: not_actions,
    Resource: resources,
    NotResource: not_resources,
  }).filter(([, list]) => Array.isArray(list) && list.length > 0);
  return {
    ...(sid === undefined || sid === "" ? {} : { Sid: sid }),
    Effect: effect,
    ...principalsAs("Principal", maps(statement.principals)),
    ...principalsAs("NotPrincipal", maps(statement.not_principals)),
    ...Object.fromEntries(listed),
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
}

function principalsAs(element: string, blocks: readonly Attributes[]): Attributes {
  if (blocks.length === 0) return {};
  if (blocks.some(({ type }) => type === "*")) return { [element]: "*" };
  const kinds: Record<string, unknown[]> = {};
  for (const { type, identifiers } of blocks)
    kinds[String(type)] = [...(kinds[String(type)] ?? []), ...[identifiers ?? []].flat()];
  return { [element]: kinds };
}

function maps(value: unknown): readonly Attributes[] {
  return [value ?? []].flat().filter(isMap);
}
