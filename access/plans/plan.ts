/** `terraform show -json` of a plan, or of a state, as the blocks of a stack. What is known only after apply is a reference, or unknown by its name. */
import { parseArn } from "../../modules/arn";
import { isMap, type StackBlocks } from "../sources/blocks";
import { mapTexts, mark } from "../sources/unknown-marks";
import { ADDRESS } from "../sources/values";
import { type Json, planJson, resourcesIn } from "./plan-json";
import { longestOf, References } from "./references";

/** Attributes that name something and are nothing else: one reference in them is their value. */
const NAMING =
  /^(role|user|group|users|groups|roles|bucket|key_id|target_key_id|policy_arn|permissions_boundary|arn|queue_url|resource_arn|secret_arn|kms_master_key_id|primary_key_arn|grantee_principal|retiring_principal)$/;

/** @param file for messages. @throws AccessError */
export function planBlocks(
  value: Json,
  file: string,
): { readonly blocks: StackBlocks; readonly account: string | undefined } {
  const plan = planJson(value, file);
  const planned = resourcesIn(plan.values).filter(({ mode }) => mode !== "data");
  const references = new References(
    isMap(plan.configuration.root_module) ? plan.configuration.root_module : {},
    new Set(planned.map(({ address }) => String(address))),
  );
  const unknownAfter = new Map(
    plan.changes.map(({ address, change }) => [
      String(address),
      isMap(change) ? change.after_unknown : undefined,
    ]),
  );
  const resource: Record<string, Record<string, Json>> = {};
  for (const { address: said, type, values } of planned) {
    const address = String(said);
    const expressions = references.configured(address)?.expressions;
    const merged = merge(values, unknownAfter.get(address), expressions, "", (attribute, expression) => {
      const target = NAMING.test(attribute) ? references.target(address, expression) : undefined;
      if (target !== undefined) return { "//reference": target };
      const names = longestOf(expression);
      // Nobody wrote it: AWS makes it up, and so is it invented here.
      return names.length === 0 ? undefined : mark(names.join(", "));
    });
    const all = resource[String(type)] ?? {};
    all[address] = { ...(isMap(merged) ? merged : {}), [ADDRESS]: address };
    resource[String(type)] = all;
  }
  const arns = everyArn(plan.values);
  const identity = [...resourcesIn(plan.prior), ...resourcesIn(plan.values)].find(
    ({ type }) => type === "aws_caller_identity",
  );
  const account = isMap(identity?.values) ? identity.values.account_id : undefined;
  const region =
    regionOf(plan.configuration, plan.variables) ?? mostOf(arns.map((arn) => parseArn(arn)?.region));
  return {
    blocks: { resource, ...(region === undefined ? {} : { provider: { aws: [{ region }] } }) },
    account: typeof account === "string" ? account : mostOf(arns.map((arn) => parseArn(arn)?.account)),
  };
}

type Unknown = (attribute: string, expression: unknown) => unknown;

/** Values as texts that Terraform has resolved already, with what is not known in its place. */
function merge(value: unknown, unknown: unknown, expression: unknown, name: string, at: Unknown): unknown {
  if (unknown === true) return at(name, expression);
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const [values, unknowns] = [value, unknown].map((each) => (Array.isArray(each) ? each : []));
    const length = Math.max(values?.length ?? 0, unknowns?.length ?? 0);
    return Array.from({ length }, (_, index) =>
      merge(
        values?.[index],
        unknowns?.[index],
        Array.isArray(expression) ? expression[index] : expression,
        name,
        at,
      ),
    );
  }
  if (isMap(value) || isMap(unknown)) {
    const [values, unknowns] = [value, unknown].map((each) => (isMap(each) ? each : {}));
    const names = new Set([...Object.keys(values ?? {}), ...Object.keys(unknowns ?? {})]);
    const entries = [...names].map((key) => [
      escaped(key),
      merge(values?.[key], unknowns?.[key], isMap(expression) ? expression[key] : undefined, key, at),
    ]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined && item !== null));
  }
  return typeof value === "string" ? escaped(value) : value;
}

/** A text that stands for itself. */
export function escaped(text: string): string {
  return text.replaceAll(/[$%]\{/g, (start) => `${start[0]}${start}`);
}

function regionOf(configuration: Json, variables: Json): string | undefined {
  const providers = isMap(configuration.provider_config) ? Object.values(configuration.provider_config) : [];
  for (const each of providers.filter(isMap)) {
    const region = isMap(each.expressions) && each.name === "aws" ? each.expressions.region : undefined;
    if (!isMap(region)) continue;
    if (typeof region.constant_value === "string") return region.constant_value;
    const variable = variables[longestOf(region)[0]?.replace(/^var\./, "") ?? ""];
    if (isMap(variable) && typeof variable.value === "string") return variable.value;
  }
  return undefined;
}

function everyArn(value: unknown): readonly string[] {
  const found: string[] = [];
  mapTexts(value, (text) => {
    if (text.length < 2048 && parseArn(text) !== undefined) found.push(text);
    return text;
  });
  return found;
}

/** What stands there most often. */
export function mostOf(texts: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts)
    if (text !== undefined && text !== "" && text !== "aws") counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
