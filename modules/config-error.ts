/** Input that cannot produce valid infrastructure. Carries every problem found, not only the first. */
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

/** Inclusive bounds of a whole number. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The one sentence that every range check uses. */
export function rangeText({ min, max }: Range): string {
  return `a whole number from ${min} to ${max}`;
}
