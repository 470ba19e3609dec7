/**
 * What a reply of KMS must hold before anything of it is used. The SDK gives whatever it could parse: a field may be missing, of another
 * type, too short, or of another key.
 */
import { isDate, isUint8Array } from "node:util/types";
import { parseArn } from "../../../modules/arn";
import { BadReplyError } from "./bad-reply";

/** Bytes. Source: KMS API Reference: `CiphertextBlob` of Encrypt, `Plaintext` of Decrypt, `PublicKey` and `ImportToken` of GetParametersForImport, `Signature` of Sign. */
const MAX_CIPHERTEXT = 6_144;
const MAX_PLAINTEXT = 4_096;
const MAX_PUBLIC_KEY = 8_192;
const MAX_IMPORT_TOKEN = 6_144;
const MAX_SIGNATURE = 6_144;

/** Bytes that a ciphertext has more than its plaintext at least: the tag of its authentication. */
const MIN_OVERHEAD = 16;

/** Bytes of a plaintext from which on it is no accident when they stand in its ciphertext. */
const TELLING_BYTES = 16;

/** Source: KMS API Reference, `KeyMaterialId`. */
const MATERIAL_ID = /^[0-9a-f]{64}$/;

const KEY = /^key\/[A-Za-z0-9-]+$/;
const ALIAS = /^alias\//;

/**
 * The ARN of the key that answered.
 * @param asked what the request named: a key ARN, which must be answered with; an id, or an alias, which lies in the account and region of its key.
 * @param region that was asked, for an id or the name of an alias.
 * @throws BadReplyError
 */
export function answeredKey(keyId: unknown, asked: string, region: string | undefined): string {
  const answered = typeof keyId === "string" ? parseArn(keyId) : undefined;
  if (typeof keyId !== "string" || answered?.service !== "kms" || !KEY.test(answered.resource))
    throw new BadReplyError("KMS answered without the ARN of a key");
  const wanted = parseArn(asked);
  const same =
    wanted === undefined
      ? (region === undefined || answered.region === region) &&
        (ALIAS.test(asked) || answered.resource === `key/${asked}`)
      : ALIAS.test(wanted.resource)
        ? answered.partition === wanted.partition &&
          answered.region === wanted.region &&
          answered.account === wanted.account
        : keyId === asked;
  if (same) return keyId;
  throw new BadReplyError("KMS answered for another key than the one that was asked for");
}

/** @param bytes that were asked for. @throws BadReplyError */
export function answeredDataKey(plaintext: unknown, bytes: number): Buffer {
  return answeredBytes(plaintext, "a plaintext", bytes, bytes);
}

/** @throws BadReplyError */
export function answeredPlaintext(plaintext: unknown): Buffer {
  return answeredBytes(plaintext, "a plaintext", 1, MAX_PLAINTEXT);
}

/** @param plaintext that was encrypted. @throws BadReplyError */
export function answeredCiphertext(blob: unknown, plaintext: Uint8Array): Buffer {
  const bytes = answeredBytes(blob, "a ciphertext", plaintext.length + MIN_OVERHEAD, MAX_CIPHERTEXT);
  if (
    plaintext.length >= TELLING_BYTES &&
    bytes.includes(Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength))
  )
    throw new BadReplyError("KMS answered with a ciphertext that holds its plaintext");
  return bytes;
}

/** @param before what was encrypted again: an answer that is the same was not. @throws BadReplyError */
export function answeredReEncrypted(blob: unknown, before: Buffer): Buffer {
  const bytes = answeredBytes(blob, "a ciphertext", MIN_OVERHEAD + 1, MAX_CIPHERTEXT);
  if (bytes.equals(before)) throw new BadReplyError("KMS answered with the ciphertext that it was sent");
  return bytes;
}

/** Absent where KMS does not tell. @param asked that the request named. @throws BadReplyError */
export function answeredMaterialId(id: unknown, asked?: string): string | undefined {
  if (id === undefined || id === null) return undefined;
  if (typeof id === "string" && MATERIAL_ID.test(id) && (asked === undefined || id === asked)) return id;
  throw new BadReplyError("KMS answered with another id of key material than it has");
}

/** @throws BadReplyError */
export const answeredPublicKey = (key: unknown): Buffer =>
  answeredBytes(key, "a public key", 1, MAX_PUBLIC_KEY);

/** @throws BadReplyError */
export const answeredImportToken = (token: unknown): Buffer =>
  answeredBytes(token, "an import token", 1, MAX_IMPORT_TOKEN);

/** @throws BadReplyError */
export const answeredSignature = (signature: unknown): Buffer =>
  answeredBytes(signature, "a signature", 1, MAX_SIGNATURE);

/** @param algorithm that was asked for, such as `HMAC_SHA_256`, whose last number is the length of the code in bits. @throws BadReplyError */
export function answeredMac(mac: unknown, algorithm: string): Buffer {
  const bytes = Number(algorithm.split("_").at(-1)) / 8;
  return answeredBytes(mac, "a message authentication code", bytes, bytes);
}

/** @param what such as `the origin of the key`. @throws BadReplyError */
export function answeredWord(word: unknown, what: string): string {
  if (typeof word === "string" && /^\w{1,64}$/.test(word)) return word;
  throw new BadReplyError(`KMS answered without ${what}`);
}

/** @throws BadReplyError */
export function answeredDate(date: unknown, what: string): Date {
  if (isDate(date) && !Number.isNaN(date.getTime())) return date;
  throw new BadReplyError(`KMS answered without ${what}`);
}

/** @throws BadReplyError */
export const answeredOptionalDate = (date: unknown, what: string): Date | undefined =>
  date === undefined || date === null ? undefined : answeredDate(date, what);

/** The SDK's own bytes, not a copy. What is refused is overwritten: it may be somebody's key. */
function answeredBytes(value: unknown, what: string, min: number, max: number): Buffer {
  if (!isUint8Array(value)) throw new BadReplyError(`KMS answered without ${what}`);
  if (value.length >= min && value.length <= max)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const { length } = value;
  value.fill(0);
  const allowed = min === max ? `${min}` : `${min} to ${max}`;
  throw new BadReplyError(`KMS answered with ${what} of ${length} bytes, allowed: ${allowed}`);
}
