/** Wraps key material for its way to KMS. All cryptography is OpenSSL's. */
import {
  constants,
  createCipheriv,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from "node:crypto";
import { OperatorError } from "../../errors";
import type { WrappingAlgorithm } from "./ports";

/** Bits of the wrapping key that we ask for: the longest there is ("use the longest that is practical"). */
export const WRAPPING_KEY_BITS = 4096;

/** AES key wrap with padding, RFC 5649. */
const KEY_WRAP = "id-aes256-wrap-pad";

/** The alternative initial value of RFC 5649, section 3. */
const KEY_WRAP_IV = Buffer.from("a65959a6", "hex");

/**
 * @param material in KMS's own form; not zeroed here.
 * @param publicKey SPKI, DER.
 */
export function wrapMaterial(
  material: Buffer,
  publicKey: Uint8Array,
  algorithm: WrappingAlgorithm,
): Uint8Array {
  const wrappingKey = parseWrappingKey(publicKey);
  if (algorithm === "RSAES_OAEP_SHA_256") return oaep(wrappingKey, material);
  const aesKey = randomBytes(32);
  try {
    const cipher = createCipheriv(KEY_WRAP, aesKey, KEY_WRAP_IV);
    return Buffer.concat([oaep(wrappingKey, aesKey), cipher.update(material), cipher.final()]);
  } finally {
    aesKey.fill(0);
  }
}

function parseWrappingKey(der: Uint8Array): KeyObject {
  const key = spki(der);
  const bits = key?.asymmetricKeyDetails?.modulusLength;
  if (key?.asymmetricKeyType === "rsa" && bits === WRAPPING_KEY_BITS) return key;
  const got =
    key === undefined ? "that cannot be read" : `of type ${key.asymmetricKeyType} with ${bits} bits`;
  throw new OperatorError(
    "badReply",
    `KMS gave a wrapping key ${got}, allowed: rsa with ${WRAPPING_KEY_BITS} bits`,
    { hint: "check the endpoint: this is not how KMS answers" },
  );
}

function spki(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

/** The mask generation uses the same hash, as KMS asks for. */
function oaep(key: KeyObject, bytes: Buffer): Buffer {
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, bytes);
}
