/**
 * What condition operators compare, one value with one value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { Ternary } from "../logic";
import { arnMatches } from "../matching/arn-match";
import { globMatches, literalText, referenceIn } from "../matching/glob";
import { parseDate } from "./dates";
import { ipMatches } from "./ip";

/** One value of the policy against one of the request, without negation. */
type Compare = (wanted: string, got: string) => Ternary;

interface Comparison {
  readonly negated: boolean;
  /** Whether policy variables may stand in its values. */
  readonly variables: boolean;
  readonly compare: Compare;
}

const exactly: Compare = (wanted, got) =>
  literalText(wanted) === got
    ? true
    : referenceIn(wanted) === undefined
      ? false
      : globMatches(starless(wanted), got);
const ignoringCase: Compare = (wanted, got) => exactly(wanted.toLowerCase(), got.toLowerCase());
/** Stars of the policy are characters here. */
const starless = (text: string) => text.replaceAll("*", "\uE010").replaceAll("?", "\uE011");

/** What is no number, or no date, compares to nothing. */
function ordered(
  parse: (text: string) => number | undefined,
  holds: (wanted: number, got: number) => boolean,
): Compare {
  return (wanted, got) => {
    if (referenceIn(wanted) !== undefined) return "unknown";
    const [one, other] = [parse(wanted), parse(got)];
    return one !== undefined && other !== undefined && holds(one, other);
  };
}

function parseNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

const ORDERS = {
  Equals: (wanted: number, got: number) => got === wanted,
  LessThan: (wanted: number, got: number) => got < wanted,
  LessThanEquals: (wanted: number, got: number) => got <= wanted,
  GreaterThan: (wanted: number, got: number) => got > wanted,
  GreaterThanEquals: (wanted: number, got: number) => got >= wanted,
};

function orders(prefix: string, parse: (text: string) => number | undefined): [string, Comparison][] {
  const plain = Object.entries(ORDERS).map(([name, holds]): [string, Comparison] => [
    prefix + name,
    { negated: false, variables: false, compare: ordered(parse, holds) },
  ]);
  const not = { negated: true, variables: false, compare: ordered(parse, ORDERS.Equals) };
  return [...plain, [`${prefix}NotEquals`, not]];
}

function pair(
  names: readonly [string, string],
  compare: Compare,
  variables: boolean,
): [string, Comparison][] {
  return names.map((name, index) => [name, { negated: index === 1, variables, compare }]);
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...pair(["StringEquals", "StringNotEquals"], exactly, true),
  ...pair(["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"], ignoringCase, true),
  ...pair(["StringLike", "StringNotLike"], globMatches, true),
  ...pair(["ArnEquals", "ArnNotEquals"], arnMatches, true),
  ...pair(["ArnLike", "ArnNotLike"], arnMatches, true),
  ...orders("Numeric", parseNumber),
  ...orders("Date", parseDate),
  ...pair(["Bool", "BoolNot"], ignoringCase, true).slice(0, 1),
  ...pair(["BinaryEquals", ""], exactly, false).slice(0, 1),
  ...pair(["IpAddress", "NotIpAddress"], ipMatches, false),
  ["Null", { negated: false, variables: false, compare: ignoringCase }],
]);

/** Names of operators by their lower case: AWS takes them in any. */
export const OPERATORS: ReadonlyMap<string, string> = new Map(
  [...COMPARISONS.keys()].map((name) => [name.toLowerCase(), name]),
);

export function comparisonOf(name: string): Comparison {
  const found = COMPARISONS.get(name);
  if (found === undefined) throw new Error(`'${name}' is no comparison`);
  return found;
}
