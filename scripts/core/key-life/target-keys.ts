import { OperatorError } from "../../errors";
import { areReplicas } from "../crypto/kms/usable-keys";
import { MAX_ENCRYPTED_DATA_KEYS } from "../crypto/limits";
import type { KeyStates } from "./ports";

/**
 * ARNs of the keys that data keys are to be put under.
 * @param keys ARNs, ids or aliases
 * @throws OperatorError `usage` or `key` before anything is done; a key that nothing may be asked about is taken as it is.
 */
export async function targetKeys(
  keys: readonly string[],
  kms: KeyStates,
): Promise<readonly [string, ...string[]]> {
  const arns = [...new Set(await Promise.all(keys.map((key) => kms.arnOf(key))))];
  const [first, ...more] = arns;
  if (first === undefined)
    throw new OperatorError("usage", "no key is given to encrypt under", {
      hint: "give --to-key ARN (or an alias), or --outputs FILE",
    });
  if (arns.length > MAX_ENCRYPTED_DATA_KEYS)
    throw new OperatorError("usage", `${arns.length} keys are given, allowed: ${MAX_ENCRYPTED_DATA_KEYS}`, {
      hint: "give --to-key fewer times",
    });
  for (const arn of arns) {
    const { condition, encrypts } = await kms.state(arn);
    if (condition !== "usable" && condition !== "unknown")
      throw new OperatorError("key", `the key to encrypt under must be enabled, got '${condition}': ${arn}`, {
        hint: "enable it, or give another one with --to-key",
      });
    if (encrypts === false)
      throw new OperatorError(
        "key",
        `the key to encrypt under must be symmetric and for encryption: ${arn}`,
        {
          hint: "give another one with --to-key",
        },
      );
  }
  return [first, ...more];
}

/** Whether what is under the one opens with the other. */
export const isUnder = (keyArn: string, target: string): boolean =>
  keyArn === target || areReplicas(keyArn, target);
