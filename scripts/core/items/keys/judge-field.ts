/** Whether a sealed field may be opened, from its header alone: before any KMS call. */
import { ITEM_CONTEXT_KEY } from "../../../../modules/backup-contract";
import { OperatorError } from "../../../errors";
import { judgeHeader, refuseManyKeys } from "../../crypto/kms/judge-header";
import type { EncryptedDataKey, MessageHeader } from "../../crypto/message/message-header";
import type { EncryptionContext } from "../../ports";

/**
 * @param encrypted what KMS encrypted of it.
 * @param keys ARNs of the keys that may open it.
 * @param expected the context that a field at this place of this record has.
 * @throws OperatorError `context`, `key` or `notAuthentic`.
 */
export function judgeField(
  { encryptedDataKeys, encryptionContext }: MessageHeader,
  encrypted: readonly EncryptedDataKey[],
  keys: readonly string[],
  expected: EncryptionContext,
): void {
  refuseManyKeys(encryptedDataKeys.length);
  const names = [...new Set([...Object.keys(expected), ...Object.keys(encryptionContext)])];
  const other = names.find((name) => encryptionContext[name] !== expected[name]);
  if (other !== undefined) throw elsewhere(other, expected);
  judgeHeader({ encryptedDataKeys: encrypted, encryptionContext }, keys, expected, {});
}

function elsewhere(name: string, expected: EncryptionContext): OperatorError {
  const what =
    name === ITEM_CONTEXT_KEY.table
      ? "was sealed for another table"
      : name === ITEM_CONTEXT_KEY.field
        ? "was sealed as another field"
        : name.startsWith(ITEM_CONTEXT_KEY.id)
          ? `was sealed in another record, or with other --id-field: ${name.slice(ITEM_CONTEXT_KEY.id.length)} differs`
          : Object.hasOwn(expected, name)
            ? `was sealed with another --context for '${name}', or without`
            : "was sealed with more --context than is given";
  return new OperatorError("context", what, {
    hint: "check --table, --field, --id-field and --context; if they are right, somebody moved the value",
  });
}
