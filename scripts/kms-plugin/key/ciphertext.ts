/** The form of ciphertexts, and what is refused before KMS is asked. The form is that of aws-encryption-provider: ASCII `1`, then KMS's blob. */
import { status } from "@grpc/grpc-js";
import { RefusedError } from "../failures";

export const CIPHERTEXT_PREFIX = Buffer.from("1");

/** Bytes. Source: KMS API Reference, `Plaintext` of Encrypt and `CiphertextBlob` of Decrypt. */
const MAX_PLAINTEXT = 4_096;
const MAX_BLOB = 6_144;

/** Bytes of a ciphertext that kube-apiserver takes in v2. Source: k8s.io/apiserver, envelope/kmsv2, encryptedDEKSourceMaxSize. */
const MAX_V2_CIPHERTEXT = 1_024;

/** Bytes that AWS's blobs are longer than their plaintext: 184 for a data key of 32. */
const BLOB_OVERHEAD = 152;
const MAX_V2_PLAINTEXT = MAX_V2_CIPHERTEXT - CIPHERTEXT_PREFIX.length - BLOB_OVERHEAD;

const refuse = (message: string): never => {
  throw new RefusedError(status.INVALID_ARGUMENT, message);
};

/** @throws RefusedError */
export function checkPlaintext(plaintext: Uint8Array, version: "v1" | "v2"): void {
  const max = version === "v2" ? MAX_V2_PLAINTEXT : MAX_PLAINTEXT;
  if (plaintext.length === 0) refuse("the plaintext is empty");
  if (plaintext.length > max) refuse(`the plaintext has ${plaintext.length} bytes, allowed are ${max}`);
}

/** What KMS gets of a ciphertext. v1 also takes the blobs of old plugins, which have no prefix. @throws RefusedError */
export function checkCiphertext(ciphertext: Uint8Array, version: "v1" | "v2"): Uint8Array {
  if (ciphertext.length === 0) refuse("the ciphertext is empty");
  const prefixed = ciphertext[0] === CIPHERTEXT_PREFIX[0];
  if (!prefixed && version === "v2")
    refuse("the ciphertext does not begin with '1': it was not made by this plugin");
  const blob = prefixed ? ciphertext.subarray(1) : ciphertext;
  if (blob.length === 0) refuse("the ciphertext is empty behind its prefix");
  if (blob.length > MAX_BLOB)
    refuse(`the ciphertext has ${blob.length} bytes, KMS makes none above ${MAX_BLOB}`);
  return blob;
}

/** @throws RefusedError */
export function checkResult(ciphertext: Uint8Array, version: "v1" | "v2"): void {
  if (version === "v2" && ciphertext.length > MAX_V2_CIPHERTEXT)
    refuse(`the ciphertext would have ${ciphertext.length} bytes, kube-apiserver takes ${MAX_V2_CIPHERTEXT}`);
}
