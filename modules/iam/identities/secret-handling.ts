import { type Check, oneOf, text } from "../../shape";
import { isToken } from "../../tokens";

/** How a secret that AWS tells only once stands in the Terraform state. */
export type SecretHandling =
  /** Encrypted for a PGP public key: base64 of the binary key, or `keybase:<user>`. */
  | { readonly pgpKey: string }
  /** In clear, with the reason why. */
  | { readonly unencrypted: string };

/** `false`, or how. */
export const secret: Check = (what, value) =>
  value === false ? [] : oneOf({ pgpKey: text, unencrypted: text }, "false, or an object")(what, value);

/** What is wrong with it. Tokens pass. */
export function secretProblem(
  prop: string,
  handling: false | SecretHandling | undefined,
): string | undefined {
  if (handling === undefined || handling === false) return undefined;
  if ("unencrypted" in handling)
    return handling.unencrypted.trim() === ""
      ? `${prop}.unencrypted needs a reason, got an empty one`
      : undefined;
  const { pgpKey } = handling;
  if (isToken(pgpKey) || /^keybase:\w+$/.test(pgpKey)) return undefined;
  if (/^[A-Za-z0-9+/\s]{40,}={0,2}\s*$/.test(pgpKey)) return undefined;
  // The key is not shown: somebody will paste a private one some day.
  return `${prop}.pgpKey must be base64 of a binary public key, without '-----BEGIN' lines, or keybase:<user>`;
}
