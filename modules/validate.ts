import type { IConstruct } from "constructs";
import { ConfigError, type Range, rangeText } from "./config-error";
import { type Check, object, type Shape } from "./shape";
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

const CHECKS = new WeakMap<object, Check>();

/** Made once for a table, which every construct of a class and every call of a builder shares. */
function checkOf<P>(shape: Shape<P>): Check {
  const check = CHECKS.get(shape) ?? object(shape);
  CHECKS.set(shape, check);
  return check;
}

/** @throws {@link ConfigError} when props are not what their table says, or the construct's own place has no fixed name. */
export function assertProps<P>(construct: IConstruct, props: P, shape: Shape<P>): void {
  const { path } = construct.node;
  // cdktf sees to it for resources only; addresses are made of every id above them.
  const id = isToken(path)
    ? ["ids of constructs must be known when the program runs, got one that only Terraform knows"]
    : [];
  const problems = [...id, ...checkOf(shape)("", props)];
  if (problems.length > 0) throw new ConfigError(path, problems);
}

/**
 * For builders, which get their arguments by name here.
 *
 * @param name of the builder, which stands in the error in place of a path
 * @throws {@link ConfigError} when arguments are not what their table says
 */
export function assertArguments<P>(name: string, given: P, shape: Shape<P>): void {
  const problems = checkOf(shape)("", given);
  if (problems.length > 0) throw new ConfigError(name, problems);
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
