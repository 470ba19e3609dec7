import { Token } from "cdktf";

/** Inclusive bounds of a whole number. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Says in one sentence what is wrong with `props`, or `undefined` when the rule holds. */
export type Rule<P> = (props: P) => string | undefined;

/** Props that cannot produce a valid resource. Carries every problem found, not only the first. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(
    /** Construct path, or the name of the configuration file. */
    readonly path: string,
    readonly problems: readonly string[],
  ) {
    super(`invalid configuration at '${path}':\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  }
}

/** @throws {@link ConfigError} naming every rule that `props` breaks. */
export function assertValid<P>(path: string, props: P, rules: readonly Rule<P>[]): void {
  const problems = rules.map((rule) => rule(props)).filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new ConfigError(path, problems);
}

/** The problem with a number outside `range`. Absent values and unresolved tokens pass: only Terraform can judge those. */
export function outside(name: string, value: number | undefined, { min, max }: Range): string | undefined {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  if (Number.isInteger(value) && value >= min && value <= max) return undefined;
  return `${name} must be a whole number from ${min} to ${max}, got ${value}`;
}
