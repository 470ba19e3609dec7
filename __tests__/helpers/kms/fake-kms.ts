/** KMS keys in memory, with real encryption: for what an emulator cannot be made to do. */
import { constants, type KeyObject, privateDecrypt, randomBytes } from "node:crypto";
import type { KmsCalls } from "../../../scripts/core/crypto/kms/kms-calls";
import { OperatorError } from "../../../scripts/errors";
import { type RawKey, unwrap, wrap } from "./raw-keys";

export interface FakeKms extends KmsCalls {
  /** `operation key` of every call, in order. */
  readonly calls: readonly string[];
}

/**
 * Keys with the same id share their material, as the replicas of a multi-Region key do.
 * @param down ARNs of keys that cannot be reached.
 * @param rsa private key of every RSA key.
 */
export function fakeKms(down: readonly string[] = [], rsa?: KeyObject): FakeKms {
  const calls: string[] = [];
  const called = (operation: string, key: string): void => {
    calls.push(`${operation} ${key}`);
    if (down.includes(key)) throw new OperatorError("unavailable", `cannot reach ${key}`);
  };
  const material = (key: string): RawKey => {
    const name = key.slice(key.lastIndexOf("/") + 1);
    return { namespace: "kms", name, key: Buffer.alloc(32, name) };
  };
  const IV_BYTES = 12;
  const encrypted = (key: string, plaintext: Buffer, context: Readonly<Record<string, string>>): Buffer => {
    const { rawInfo, encryptedDataKey } = wrap(material(key), plaintext, context);
    return Buffer.concat([rawInfo.subarray(-IV_BYTES), encryptedDataKey]);
  };
  return {
    calls,
    encrypt: async (key, plaintext, context) => {
      called("Encrypt", key);
      return { keyArn: key, blob: encrypted(key, plaintext, context) };
    },
    generateDataKey: async (key, context, bytes) => {
      called("GenerateDataKey", key);
      const plaintext = randomBytes(bytes);
      return { keyArn: key, blob: encrypted(key, plaintext, context), plaintext };
    },
    decrypt: async (key, blob, context) => {
      called("Decrypt", key);
      const wrapped = { rawInfo: blob.subarray(0, IV_BYTES), encryptedDataKey: blob.subarray(IV_BYTES) };
      const plaintext = unwrap(material(key), wrapped, context);
      if (plaintext === undefined)
        throw new OperatorError("notAuthentic", "KMS does not recognise the data key");
      return plaintext;
    },
    decryptRsa: async (key, blob, algorithm) => {
      called(`Decrypt ${algorithm}`, key);
      if (rsa === undefined) throw new OperatorError("key", `${key} is no RSA key`);
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const oaepHash = algorithm === "RSAES_OAEP_SHA_1" ? "sha1" : "sha256";
      try {
        return privateDecrypt({ key: rsa, padding, oaepHash }, blob);
      } catch {
        throw new OperatorError("notAuthentic", "KMS does not recognise the data key");
      }
    },
  };
}
