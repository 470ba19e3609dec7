import { shown, shownSentence } from "./show-value";

/** Input that cannot produce valid infrastructure. Carries every problem found, not only the first. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** Construct path, name of a builder, or name of the configuration file. */
  readonly path: string;
  /** One sentence each. Where a sentence names what only Terraform knows, `${...}` stands for it. */
  readonly problems: readonly string[];

  constructor(path: string, problems: readonly string[]) {
    const place = sentence(path);
    const sentences = (Array.isArray(problems) ? problems : [problems]).map(sentence);
    super(`invalid configuration at '${place}':\n${sentences.map((problem) => `  - ${problem}`).join("\n")}`);
    this.path = place;
    this.problems = sentences;
  }
}

/** An error must not fail to be made: of callers without types it shows what they gave. */
function sentence(text: unknown): string {
  return typeof text === "string" ? shownSentence(text) : shown(text);
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
