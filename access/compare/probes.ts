/** Requests at the edges of conditions: with each value, without each key, with another value. What a change lets in or out is one of them. */
import type { ConditionResult, NearStatement } from "../evaluate/decision";
import { isFixed, meeting, type Wishes } from "../matrix/satisfy";

/** More than a statement that people write has. */
const MOST = 600;

/** @param bases requests that one of the versions allows */
export function probesOf(near: readonly NearStatement[], bases: readonly Wishes[]): readonly Wishes[] {
  const probes = new Map<string, Wishes>();
  const add = (wish: Wishes | undefined) => {
    if (wish !== undefined && probes.size < MOST) probes.set(JSON.stringify(wish), wish);
  };
  const starts = [{}, ...bases, ...near.map(meetingAll).filter((wish) => wish !== undefined)];
  for (const base of starts) add(base);
  const conditions = near.flatMap((each) => each.conditions).filter(({ key }) => !isFixed(key));
  for (const base of starts)
    for (const condition of conditions) {
      const { [condition.key]: _, ...without } = base as Wishes;
      add(without);
      for (const value of edges(condition)) add({ ...without, [condition.key]: listed(condition, value) });
    }
  return [...probes.values()];
}

/** Conditions that hold already are not looked at: what makes them hold is not somebody's to choose. */
function meetingAll(each: NearStatement): Wishes | undefined {
  return meeting({
    ...each,
    conditions: each.conditions.filter(({ key }) => !isFixed(key)).map((one) => ({ ...one, holds: false })),
  });
}

function edges({ operator, wanted }: ConditionResult): readonly string[] {
  if (/Bool/i.test(operator)) return ["true", "false"];
  if (/Null|Date|Ip/i.test(operator)) return [];
  if (/Numeric/i.test(operator))
    return wanted.flatMap((each) => [String(Number(each) - 1), each, String(Number(each) + 1)]);
  const filled = wanted.filter((each) => !each.includes("${"));
  return [
    ...filled.map((each) => each.replaceAll("*", "x").replaceAll("?", "x")),
    // The same, one level up: what a shorter pattern would let in.
    ...filled.map((each) => each.replace(/[^/:]+([/:]?[*?]?)$/, "another")),
    "another",
  ];
}

function listed({ operator }: ConditionResult, value: string): string | readonly string[] {
  return /^For(Any|All)/i.test(operator) ? [value] : value;
}
