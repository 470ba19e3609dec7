import { replaceTokens } from "../../tokens";
import { documentOf, type Statement } from "./policy-document";

/**
 * Size of a policy in characters as AWS counts them: without white space.
 *
 * @param tokenLength what a token counts. With 0, the policy is at least as long, so what is refused then is certainly too long for AWS;
 * with the length of the longest value, it is at most as long.
 */
export function policySize(statements: readonly Statement[], tokenLength = 0): number {
  const text = JSON.stringify(documentOf(statements));
  return replaceTokens(text, "x".repeat(tokenLength)).replaceAll(/\s/g, "").length;
}
