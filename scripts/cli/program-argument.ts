/** A program and its arguments behind `--`, as one argument of a command. */

/** Name and description. */
export const PROGRAM = [
  "[program...]",
  "behind --: program whose output is backed up, and its arguments",
] as const;
export const PROGRAM_USAGE = "[options] [path] [-- program [argument...]]";

export interface SplitArguments {
  readonly before: readonly string[];
  /** `undefined` without `--`. */
  readonly behind?: readonly string[] | undefined;
}

/**
 * What stands before `--` and what behind it; the parser takes both for the same.
 * @param operands what the parser made of `argv`.
 */
export function split(operands: readonly string[], argv: readonly string[]): SplitArguments {
  const dashes = argv.indexOf("--");
  if (dashes === -1) return { before: operands };
  const behind = argv.slice(dashes + 1);
  return { before: operands.slice(0, operands.length - behind.length), behind };
}
