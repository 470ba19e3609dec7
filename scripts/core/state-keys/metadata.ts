/**
 * What stands beside an encrypted state, in clear, and comes back from it. Whoever can write the state can write this: nothing of it is believed but the wrapped data
 * key, which KMS authenticates together with the encryption context.
 */
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";

/** As OpenTofu keeps it under `external_data`. Names of the context are there for people; its values are not. */
export interface StateKeyMetadata {
  /** ARN of the key that wrapped the data key. */
  readonly key: string;
  /** Names of the encryption context, sorted. */
  readonly contextKeys: readonly string[];
  /** The data key, encrypted by KMS: a ciphertext that `aws kms decrypt` opens. */
  readonly wrappedKey: Buffer;
}

const FORMAT = "sealstack-state-key/1";

/** Bytes of what OpenTofu may send: many times what {@link encodeMetadata} makes. */
export const MAX_INPUT_BYTES = 64 * 1024;

/** Source: KMS API Reference, `CiphertextBlob` of Decrypt. */
const MAX_WRAPPED_KEY_BYTES = 6_144;

/** Pairs, and characters of a name. KMS itself takes 8 KiB of context. */
const MAX_CONTEXT_KEYS = 32;
const MAX_NAME = 256;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function encodeMetadata({ key, contextKeys, wrappedKey }: StateKeyMetadata): Record<string, unknown> {
  return {
    format: FORMAT,
    key,
    context_keys: [...contextKeys].sort(),
    wrapped_key: wrappedKey.toString("base64"),
  };
}

/**
 * Reads what OpenTofu sends.
 * @returns `undefined` where there is no state yet that has to be opened.
 * @throws OperatorError `notAuthentic` where it is anything else than what {@link encodeMetadata} makes.
 */
export function decodeInput(input: Buffer): StateKeyMetadata | undefined {
  const value = json(input);
  if (value === null) return undefined;
  const { external_data: data, ...others } = objectOf(value, "the input");
  refuseOthers(others, "the input");
  if (data === undefined || data === null) return undefined;
  const {
    format,
    key,
    context_keys: contextKeys,
    wrapped_key: wrapped,
    ...more
  } = objectOf(data, "the metadata");
  if (format !== FORMAT)
    throw damaged(
      `the metadata is of another format than '${FORMAT}'`,
      "give each key provider a name of its own in the encryption block, or set encrypted_metadata_alias: the name decides whose metadata it gets",
    );
  refuseOthers(more, "the metadata");
  return { key: keyArn(key), contextKeys: names(contextKeys), wrappedKey: bytes(wrapped) };
}

function json(input: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(input));
  } catch {
    throw damaged("the input is no JSON in UTF-8");
  }
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw damaged(`${what} is no JSON object`);
}

function refuseOthers(others: Record<string, unknown>, what: string): void {
  const count = Object.keys(others).length;
  if (count > 0) throw damaged(`${what} holds ${count} keys that are not known`);
}

function keyArn(key: unknown): string {
  const arn = typeof key === "string" && key.length <= 2048 ? parseArn(key) : undefined;
  if (typeof key === "string" && arn?.service === "kms" && /^key\/[A-Za-z0-9-]+$/.test(arn.resource))
    return key;
  throw damaged("'key' of the metadata is not the ARN of a KMS key");
}

function names(list: unknown): readonly string[] {
  if (
    Array.isArray(list) &&
    list.length <= MAX_CONTEXT_KEYS &&
    list.every((name) => typeof name === "string" && name !== "" && name.length <= MAX_NAME)
  )
    return list;
  throw damaged(`'context_keys' of the metadata is not a list of at most ${MAX_CONTEXT_KEYS} names`);
}

function bytes(text: unknown): Buffer {
  if (typeof text === "string" && text.length <= MAX_WRAPPED_KEY_BYTES * 2 && BASE64.test(text)) {
    const decoded = Buffer.from(text, "base64");
    if (decoded.length > 0 && decoded.length <= MAX_WRAPPED_KEY_BYTES) return decoded;
  }
  throw damaged(`'wrapped_key' of the metadata is not 1 to ${MAX_WRAPPED_KEY_BYTES} bytes in base64`);
}

const damaged = (
  message: string,
  hint = "restore an earlier version of the state from its bucket",
): OperatorError => new OperatorError("notAuthentic", message, { hint });
