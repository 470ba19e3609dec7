/** Signatures checked with the public key alone: no credentials, no network. */
import { constants, createVerify, type KeyObject, verify } from "node:crypto";
import { OperatorError } from "../../errors";
import { parsePublicKey, publicKeyIn } from "../public-keys/public-key-file";
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from "./algorithms";

/** KMS's names for what a public key says of itself. Source: RFC 8410, RFC 5480 (OIDs by their names in OpenSSL). */
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: "ECC_NIST_P256",
  secp256k1: "ECC_SECG_P256K1",
  secp384r1: "ECC_NIST_P384",
  secp521r1: "ECC_NIST_P521",
};

/**
 * The public key in a PEM or DER file, and its spec in KMS's words.
 * @param name of the file, for the error.
 * @throws OperatorError `source` when it is no public key, or of a kind that signs nothing here.
 */
export function verifyingKey(
  bytes: Buffer,
  name: string,
): { readonly key: KeyObject; readonly spec: string } {
  const key = publicKeyIn(bytes, name);
  const spec = specOf(key);
  if (spec !== undefined) return { key, spec };
  throw new OperatorError(
    "source",
    `${name} holds a public key of kind ${key.asymmetricKeyType}, allowed: RSA, Ed25519, and the curves ${Object.keys(CURVES).join(", ")}`,
    { hint: "verify with --key, through KMS" },
  );
}

/** A public key that signatures can be checked with here; `undefined` for one of a kind that this Node.js does not know. */
export function verifiableKey(spki: Buffer): KeyObject | undefined {
  const key = parsePublicKey(spki);
  return key !== undefined && specOf(key) !== undefined ? key : undefined;
}

function specOf(key: KeyObject): string | undefined {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case "rsa":
      return `RSA_${modulusLength}`;
    case "ec":
      return CURVES[namedCurve ?? ""];
    case "ed25519":
      return "ECC_NIST_EDWARDS25519";
    default:
      return undefined;
  }
}

/** Checks a signature over a message that is given to it in pieces. */
export interface OfflineVerifier {
  update(chunk: Buffer): void;
  /** Call it once, after the last piece. */
  isRight(signature: Buffer): boolean;
}

export function offlineVerifier(key: KeyObject, algorithm: SigningAlgorithm): OfflineVerifier {
  const { digest, family } = SIGNING_ALGORITHMS[algorithm];
  if (digest === undefined) {
    const chunks: Buffer[] = [];
    return {
      update: (chunk) => void chunks.push(Buffer.from(chunk)),
      isRight: (signature) => verify(null, Buffer.concat(chunks), key, signature),
    };
  }
  // KMS signs PSS with a salt as long as the digest. Source: KMS Developer Guide, "RSASSA_PSS".
  const padding = algorithm.startsWith("RSASSA_PSS")
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : family === "RSA"
      ? { padding: constants.RSA_PKCS1_PADDING }
      : {};
  const hashing = createVerify(digest);
  return {
    update: (chunk) => void hashing.update(chunk),
    isRight: (signature) => hashing.verify({ key, ...padding }, signature),
  };
}
