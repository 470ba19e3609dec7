/** RSA keys that data keys may be sealed with: those that KMS has. */
import type { KeyObject } from "node:crypto";
import { OperatorError } from "../../errors";

/** Bits. Source: KMS Developer Guide, "Key spec reference": RSA key specs. */
const MODULUS_BITS: readonly number[] = [2048, 3072, 4096];

/** Source: NIST SP 800-56B Rev. 2, 6.2: odd, and no less. Under an exponent of 1 the ciphertext is the plaintext. */
const MIN_EXPONENT = 65_537n;

/**
 * @param name of the file, for the error.
 * @throws OperatorError `key` when it is of another kind or size.
 */
export function assertEncryptionKey(key: KeyObject, name: string): void {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== "rsa") throw refused(name, describe(key));
  if (!MODULUS_BITS.includes(modulusLength)) throw refused(name, `an RSA key of ${modulusLength} bits`);
  if (publicExponent < MIN_EXPONENT || publicExponent % 2n === 0n)
    throw refused(name, "an RSA key whose public exponent is even, or below 65537");
}

function describe({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  if (type === "rsa-pss") return "an RSA-PSS key, which is for signatures alone";
  return `a key of kind ${type ?? "unknown"}${details?.namedCurve === undefined ? "" : ` (${details.namedCurve})`}`;
}

function refused(name: string, found: string): OperatorError {
  return new OperatorError(
    "key",
    `${name} holds ${found}, allowed: RSA of ${MODULUS_BITS.join(", ")} bits, as KMS has it`,
    {
      hint: "give the public key of a KMS key of spec RSA_2048, RSA_3072 or RSA_4096 and usage ENCRYPT_DECRYPT",
    },
  );
}
