/** ARNs against patterns. */
import { all, type Ternary } from "../logic";
import { globMatches } from "./glob";

const COLONS = 5;

/** The six parts; the last has all that follows. `undefined` for what has fewer. */
export function partsOf(arn: string): readonly string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  for (let count = 0; count < COLONS; count++) {
    const end = colonAfter(arn, start);
    if (end < 0) return undefined;
    parts.push(arn.slice(start, end));
    start = end + 1;
  }
  return [...parts, arn.slice(start)];
}

/** The next colon that is in no `${…}`. */
function colonAfter(text: string, start: number): number {
  let at = start;
  for (;;) {
    const colon = text.indexOf(":", at);
    const open = text.indexOf("${", at);
    if (colon < 0 || open < 0 || colon < open) return colon;
    const close = text.indexOf("}", open);
    if (close < 0) return colon;
    at = close + 1;
  }
}

/**
 * Whether an ARN matches a pattern part by part: a star does not reach over a colon, but in the last part. Case counts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnMatches(pattern: string, arn: string): Ternary {
  if (pattern === "*" || pattern === arn) return true;
  const wanted = partsOf(pattern);
  const given = partsOf(arn);
  // Fewer parts are no ARN. `${x}` alone may become one, and what AWS makes of `arn:aws:s3*` it does not say.
  if (wanted === undefined || given === undefined)
    return pattern.includes("*") || pattern.includes("${") || arn.includes("${")
      ? maybe(globMatches(pattern, arn))
      : false;
  return all(wanted.map((part, index) => globMatches(part, given[index] ?? "")));
}

function maybe(matched: Ternary): Ternary {
  return matched === false ? false : "unknown";
}
