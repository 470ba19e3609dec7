/** What Terraform says is wrong, out of all that it and cdktf print. */

/** Lines that are shown: some errors list every resource. */
const MAX_LINES = 30;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what cdktf moves the cursor with.
const ESCAPES = /\x1b\[[0-9;?]*[A-Za-z]/g;

/**
 * The errors, without what may be secret: Terraform quotes the line of the configuration (`23: …`) and the values of expressions (`│ x is "…"`),
 * and prints plans and outputs besides.
 */
export function whatTerraformSaid(text: string): string[] {
  const found: string[] = [];
  let inError = false;
  let blank = 0;
  for (const line of text.replace(ESCAPES, "").split("\n").map(withoutFrame)) {
    const starts = /(?:^|\s{2})Error: (.+)$/.exec(line);
    blank = line.trim() === "" ? blank + 1 : 0;
    if (starts !== null) inError = true;
    else if (blank > 1 || OTHER.test(line)) inError = false;
    if (!inError || blank > 0 || QUOTED.test(line)) continue;
    found.push(starts === null ? line.trim() : `Error: ${starts[1]}`);
  }
  return [...new Set(found)].slice(0, MAX_LINES);
}

/** Terraform draws a frame around an error, cdktf takes it away. */
const withoutFrame = (line: string): string => line.replace(/^\s*[╷╵]\s*$/, "").replace(/^│ ?/, "");

/** What ends an error. */
const OTHER = /\d+ Stacks? (deploying|destroying)|^\s*(Warning: |Plan: |Changes to Outputs)/;

/** A line of the configuration, or a value in it. */
const QUOTED = /^\s*(\d+: |├|│)/;
