/** Policies as text that is the same for what says the same, however it is written. */
import { parseArn } from "../../modules/arn";
import type { PolicyDocument, PolicyStatement } from "../evaluate/policy";
import { isMap } from "../sources/blocks";

/** Elements of a statement in a form of their own, by name. */
export type Canonical = Readonly<Record<string, string>>;

export function canonicalStatement(statement: PolicyStatement): Canonical {
  return Object.fromEntries(
    Object.entries(statement).map(([element, value]) => [element, JSON.stringify(elementOf(element, value))]),
  );
}

export function canonicalDocument({ Version, Statement }: PolicyDocument): string {
  const statements = [Statement].flat().map((each) => sorted(canonicalStatement(each as PolicyStatement)));
  return JSON.stringify({ Version, Statement: statements });
}

/** The same members in one order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

function elementOf(element: string, value: unknown): unknown {
  if (/^(Not)?Action$/.test(element)) return listed(value).map((each) => each.toLowerCase());
  if (/^(Not)?Principal$/.test(element))
    return isMap(value)
      ? sorted(mapValues(value, (each) => [...new Set(listed(each).map(account))].sort()))
      : value;
  if (element === "Condition" && isMap(value))
    return sorted(mapValues(value, (keys) => (isMap(keys) ? mapValues(keys, listed) : keys)));
  return /^(Not)?Resource$/.test(element) ? listed(value) : value;
}

/** One or several; the order does not count. */
const listed = (value: unknown): readonly string[] => [value].flat().map(String).sort();

/** An account can be named by its number or by the ARN of its root. */
const account = (name: string): string => {
  const arn = parseArn(name);
  return arn?.service === "iam" && arn.resource === "root" ? arn.account : name;
};

const mapValues = (map: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
