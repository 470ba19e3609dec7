/**
 * Data keys under RSA keys of KMS, as the "AWS KMS RSA keyring" of AWS's material providers has them. RSA knows no encryption context, so that
 * its digest is encrypted with the data key: another context does not open. Who has the public key can seal; only KMS opens.
 * @see https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/aws-kms/aws-kms-rsa-keyring.md
 */
import { constants, createHash, type KeyObject, publicEncrypt, timingSafeEqual } from "node:crypto";
import type { EncryptionAlgorithm, EncryptionContext } from "../../ports";
import { damaged } from "../damage";
import { serializeContext } from "../message/message-header";

/** Hash of OAEP and of its mask. Source: KMS Developer Guide, "Key spec reference". */
const OAEP_HASH = { RSAES_OAEP_SHA_256: "sha256", RSAES_OAEP_SHA_1: "sha1" } as const satisfies Readonly<
  Record<EncryptionAlgorithm, string>
>;

/** Without a network: KMS is not asked. */
export function wrapUnderRsa(
  publicKey: KeyObject,
  algorithm: EncryptionAlgorithm,
  dataKey: Buffer,
  context: EncryptionContext,
): Buffer {
  const wrapped = Buffer.concat([digestOf(context), dataKey]);
  try {
    return publicEncrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: OAEP_HASH[algorithm] },
      wrapped,
    );
  } finally {
    wrapped.fill(0);
  }
}

/**
 * The data key in what KMS decrypted, which whoever made the message decided on.
 * @param plaintext is overwritten.
 * @throws OperatorError `notAuthentic` when it was sealed in another context, or has another length.
 */
export function unwrapFromRsa(plaintext: Buffer, context: EncryptionContext, keyBytes: number): Buffer {
  const digest = digestOf(context);
  try {
    if (plaintext.length !== digest.length + keyBytes) throw damaged("its data key has another length");
    if (!timingSafeEqual(plaintext.subarray(0, digest.length), digest))
      throw damaged("its data key was sealed in another encryption context");
    return Buffer.from(plaintext.subarray(digest.length));
  } finally {
    plaintext.fill(0);
  }
}

const digestOf = (context: EncryptionContext): Buffer =>
  createHash("sha384").update(serializeContext(context)).digest();
