/** Whether a message may be opened, from its header alone: before any KMS call, and before anything is decrypted. */
import { parseArn } from "../../../../modules/arn";
import { printable } from "../../../../modules/printable";
import { OperatorError } from "../../../errors";
import type { EncryptionContext, OpenOptions } from "../../ports";
import { MAX_ENCRYPTED_DATA_KEYS } from "../limits";
import { PUBLIC_KEY_CONTEXT } from "../message/message-header";
import { type NamedKey, RSA_PROVIDER_ID } from "../message/providers";
import type { Suite } from "../message/suites";
import { sameButRegion, usableKeys } from "./usable-keys";

/** As much of a header as it takes. */
export interface JudgedHeader {
  readonly encryptedDataKeys: readonly NamedKey[];
  readonly encryptionContext: EncryptionContext;
  readonly suite?: Pick<Suite, "signature">;
}

/**
 * @param keys ARNs of the keys that may open the message.
 * @param expected pairs that the message's context must hold; it may hold more.
 * @throws OperatorError `notAuthentic`, `key` or `context`.
 */
export function judgeHeader(
  { encryptedDataKeys, encryptionContext, suite }: JudgedHeader,
  keys: readonly string[],
  expected: EncryptionContext,
  { allowUnnamedContext = false, rsaAlgorithm, rewrapped }: OpenOptions,
): void {
  refuseManyKeys(encryptedDataKeys.length);
  const sealedByKms = usableKeys(encryptedDataKeys, keys).length > 0;
  if (!sealedByKms && usableKeys(encryptedDataKeys, keys, [RSA_PROVIDER_ID]).length > 0)
    judgePublicKeyMessage({ signed: suite?.signature !== undefined, allowed: rsaAlgorithm !== undefined });
  // Newer keys may stand elsewhere; whether one fits is told when they were looked for.
  else if (!sealedByKms && rewrapped === undefined) throw sealedWithAnother(encryptedDataKeys, keys);
  if (!allowUnnamedContext) refuseUnnamed(encryptionContext, expected);
  checkContext(encryptionContext, expected);
}

/** What to throw where none of the message's data keys is under one of the keys. */
export function sealedWithAnother(
  encryptedDataKeys: readonly NamedKey[],
  keys: readonly string[],
): OperatorError {
  const sealers = encryptedDataKeys.map((key) => key.providerInfo);
  return new OperatorError(
    "key",
    `the message was sealed with another key: ${sealers.map(keyName).join(", ")}`,
    {
      hint: keys.some((key) => sealers.some((sealer) => differInRegion(key, sealer)))
        ? "the key has the same id in another region, but is not a multi-Region key; give the ARN that the message names"
        : "give that key's ARN with --key if you trust it",
    },
  );
}

/** @throws OperatorError `key` or `notAuthentic`. */
function judgePublicKeyMessage({
  signed,
  allowed,
}: {
  readonly signed: boolean;
  readonly allowed: boolean;
}): void {
  if (!allowed)
    throw new OperatorError(
      "key",
      "the message was sealed with a public key: whoever has that can have made it, and no backup is",
      { hint: "open it with `sealstack decrypt` if it is no matter who made it" },
    );
  // Source: AWS KMS RSA keyring: the public key of the signature stands in a context that anybody can seal.
  if (signed)
    throw new OperatorError(
      "notAuthentic",
      "the message is signed and was sealed with a public key, which do not go together: its signature tells nothing",
      { hint: "ask its maker for one of an unsigned algorithm suite" },
    );
}

/** Each may cost a call, and a stranger decides how many there are. @throws OperatorError `notAuthentic`. */
export function refuseManyKeys(count: number): void {
  if (count <= MAX_ENCRYPTED_DATA_KEYS) return;
  throw new OperatorError(
    "notAuthentic",
    `the message has ${count} encrypted data keys; at most ${MAX_ENCRYPTED_DATA_KEYS} are accepted`,
  );
}

function differInRegion(one: string, other: string): boolean {
  const [a, b] = [parseArn(one), parseArn(other)];
  return a !== undefined && b !== undefined && sameButRegion(a, b);
}

/** A context that nobody asked for is as good as none: whoever opens a message has to say what it is for. */
function refuseUnnamed(found: EncryptionContext, expected: EncryptionContext): void {
  const names = Object.keys(found).filter((name) => name !== PUBLIC_KEY_CONTEXT);
  if (names.length === 0 || Object.keys(expected).length > 0) return;
  throw new OperatorError(
    "context",
    `the message has an encryption context and none is expected; its keys: ${names.map(printable).join(", ")}`,
    { hint: "give the pairs you expect with --context name=value, or --any-context" },
  );
}

function checkContext(found: EncryptionContext, expected: EncryptionContext): void {
  for (const [key, value] of Object.entries(expected)) {
    if (Object.hasOwn(found, key) && found[key] === value) continue;
    const problem = !Object.hasOwn(found, key) ? "has no" : "has another";
    throw new OperatorError(
      "context",
      `the message ${problem} value for the encryption context key '${key}'`,
      {
        hint: "check that this is the file you meant, and the --context you gave",
      },
    );
  }
}

/** Names from an unauthenticated header are shown only if they are key ARNs. */
function keyName(providerInfo: string): string {
  return parseArn(providerInfo)?.service === "kms" && /^[\x21-\x7e]+$/.test(providerInfo)
    ? providerInfo
    : "(not a KMS key)";
}
