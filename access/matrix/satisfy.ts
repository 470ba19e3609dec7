/** A request that would meet the conditions of a statement: a way in, which is then asked about. */
import type { ConditionResult, NearStatement } from "../evaluate/decision";
import type { ContextValue } from "../evaluate/question";

export type Wishes = Readonly<Record<string, ContextValue>>;

/** Keys that follow from who asks and what about: nobody can choose them. */
const FIXED =
  /^(aws:(Principal(Arn|Account|Type|IsAWSService|ServiceName)|userid|username|ResourceAccount|RequestedRegion|FederatedProvider)|kms:(CallerAccount|ResourceAliases)|s3:(ResourceAccount|ObjectCreationOperation))$/i;

/** What meets every condition of a statement; `undefined` where that is not found. */
export function meeting({ conditions }: NearStatement): Wishes | undefined {
  return together(conditions.filter(({ holds }) => holds !== true).map((each) => value(each, true)));
}

/** What meets one condition of a refusal not, so that it does not apply; the first that works. */
export function avoiding({ conditions }: NearStatement): Wishes | undefined {
  for (const each of conditions) {
    const wish = value(each, false);
    if (wish !== undefined) return wish;
  }
  return undefined;
}

export function isFixed(key: string): boolean {
  return FIXED.test(key);
}

/** Wishes that do not contradict each other, together. */
export function together(wishes: readonly (Wishes | undefined)[]): Wishes | undefined {
  const all: Record<string, ContextValue> = {};
  const names = new Map<string, string>();
  for (const wish of wishes) {
    if (wish === undefined) return undefined;
    for (const [key, wanted] of Object.entries(wish)) {
      const known = names.get(key.toLowerCase());
      if (known !== undefined && JSON.stringify(all[known]) !== JSON.stringify(wanted)) return undefined;
      names.set(key.toLowerCase(), known ?? key);
      all[known ?? key] = wanted;
    }
  }
  return all;
}

function value({ operator, key, wanted }: ConditionResult, holds: boolean): Wishes | undefined {
  const [, set, base = "", ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/i.exec(operator) ?? [];
  const [first = ""] = wanted;
  if (first.includes("${") || FIXED.test(key)) return undefined;
  const wish = (one: string | null): Wishes => ({ [key]: one === null || set === undefined ? one : [one] });
  const negated = /Not/.test(base);
  // For an operator that says no, meeting it is missing its values.
  const meet = negated ? !holds : holds;
  if (/^Null$/i.test(base)) return wish((first === "true") === holds ? null : "x");
  if (/^Bool$/i.test(base)) return wish(meet ? first : String(first !== "true"));
  if (/^Numeric/i.test(base)) return numeric(base, Number(first), holds, wish);
  if (/^Date/i.test(base)) return undefined;
  if (!meet) return ifExists !== undefined || negated ? wish(null) : wish("another");
  return wish(
    /IpAddress/i.test(base) ? first.replace(/\/\d+$/, "") : first.replaceAll("*", "x").replaceAll("?", "x"),
  );
}

function numeric(
  base: string,
  bound: number,
  holds: boolean,
  wish: (one: string) => Wishes,
): Wishes | undefined {
  if (!Number.isFinite(bound)) return undefined;
  const less = /LessThan/i.test(base);
  if (/LessThan|GreaterThan/i.test(base)) return wish(String(less === holds ? bound - 1 : bound + 1));
  return wish(String(/Not/i.test(base) === holds ? bound + 1 : bound));
}

/** The request without what does not count for an outcome. */
export function minimal(wishes: Wishes, still: (fewer: Wishes) => boolean): Wishes {
  let least = wishes;
  for (const key of Object.keys(wishes)) {
    const { [key]: _, ...fewer } = least;
    if (still(fewer)) least = fewer;
  }
  return least;
}
