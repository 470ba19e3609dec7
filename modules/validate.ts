import { ConfigError, type Range, rangeText } from "./config-error";
import { shown } from "./show-value";
import { isToken } from "./tokens";

export { ConfigError, type Range } from "./config-error";

/** Says in one sentence what is wrong with `props`, or `undefined` when the rule holds. */
export type Rule<P> = (props: P) => string | undefined;

/** Every rule that `props` breaks, in one sentence each. */
export function problemsOf<P>(props: P, rules: readonly Rule<P>[]): readonly string[] {
  return rules.map((rule) => rule(props)).filter((problem) => problem !== undefined);
}

/** @throws {@link ConfigError} naming every rule that `props` breaks. */
export function assertValid<P>(path: string, props: P, rules: readonly Rule<P>[]): void {
  const problems = problemsOf(props, rules);
  if (problems.length > 0) throw new ConfigError(path, problems);
}

/** The problem with a number outside `range`. Absent values and unresolved tokens pass: only Terraform can judge those. */
export function outside(name: string, value: number | undefined, range: Range): string | undefined {
  if (value === undefined || isToken(value)) return undefined;
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return undefined;
  return `${name} must be ${rangeText(range)}, got ${shown(value)}`;
}

/** What `check` says of a string. Absent values and strings that hold an unresolved token pass. */
export function unlessToken(
  value: string | undefined,
  check: (value: string) => string | undefined,
): string | undefined {
  return value === undefined || isToken(value) ? undefined : check(value);
}
