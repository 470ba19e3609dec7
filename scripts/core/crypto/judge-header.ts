/** Whether a message may be opened, from its header alone: before any KMS call, and before anything is decrypted. */
import type { MessageHeader } from "@aws-crypto/serialize";
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import type { EncryptionContext, OpenOptions } from "../ports";
import { MAX_ENCRYPTED_DATA_KEYS } from "./limits";

/** Provider id of data keys that KMS encrypted. Source: Encryption SDK, message format, "Key provider ID". */
const KMS_PROVIDER_ID = "aws-kms";

/**
 * @param keys ARNs of the keys that may open the message.
 * @param expected pairs that the message's context must hold; it may hold more.
 * @throws OperatorError `notAuthentic`, `key` or `context`.
 */
export function judgeHeader(
  header: MessageHeader,
  keys: readonly string[],
  expected: EncryptionContext,
  { allowUnnamedContext = false }: OpenOptions,
): void {
  const { encryptedDataKeys, encryptionContext } = header;
  if (encryptedDataKeys.length > MAX_ENCRYPTED_DATA_KEYS) {
    throw new OperatorError(
      "notAuthentic",
      `the message has ${encryptedDataKeys.length} encrypted data keys; at most ${MAX_ENCRYPTED_DATA_KEYS} are accepted`,
    );
  }
  const usable = encryptedDataKeys.filter(
    (key) => key.providerId === KMS_PROVIDER_ID && keys.includes(key.providerInfo),
  );
  if (usable.length === 0) {
    const named = encryptedDataKeys.map((key) => printable(key.providerInfo)).join(", ");
    throw new OperatorError("key", `the message was sealed with another key: ${named}`, {
      hint: "give that key's ARN with --key if you trust it",
    });
  }
  if (!allowUnnamedContext) refuseUnnamed(encryptionContext, expected);
  checkContext(encryptionContext, expected);
}

/** A context that nobody asked for is as good as none: whoever opens a message has to say what it is for. */
function refuseUnnamed(found: EncryptionContext, expected: EncryptionContext): void {
  const names = Object.keys(found);
  if (names.length === 0 || Object.keys(expected).length > 0) return;
  throw new OperatorError(
    "context",
    `the message has an encryption context and none is expected; its keys: ${names.map(printableName).join(", ")}`,
    { hint: "give the pairs you expect with --context name=value, or --any-context" },
  );
}

function checkContext(found: EncryptionContext, expected: EncryptionContext): void {
  for (const [key, value] of Object.entries(expected)) {
    if (found[key] === value) continue;
    const problem = found[key] === undefined ? "has no" : "has another";
    throw new OperatorError(
      "context",
      `the message ${problem} value for the encryption context key '${key}'`,
      {
        hint: "check that this is the file you meant, and the --context you gave",
      },
    );
  }
}

const printableName = (name: string): string => (/^[\x20-\x7e]+$/.test(name) ? name : JSON.stringify(name));

/** Names from an unauthenticated header are shown only if they are key ARNs; anything else could be a terminal trick. */
function printable(providerInfo: string): string {
  return parseArn(providerInfo)?.service === "kms" && /^[\x21-\x7e]+$/.test(providerInfo)
    ? providerInfo
    : "(not a KMS key)";
}
