/** A sealed field as text: a message of the AWS Encryption SDK in base64, which fits any column for text. Pure. */
import { ITEM_CONTEXT_KEY, ITEM_PURPOSE } from "../../../modules/backup-contract";
import { type ParsedHeader, parseHeader } from "../crypto/message/message-header";

/** What the bytes of every message begin with, in base64: version 2, suite 0x0478. */
const START = "AgR4";

export const fieldText = (message: Buffer): string => JSON.stringify(message.toString("base64"));

/**
 * The message that a value holds.
 * @param json the value's JSON text.
 * @returns `undefined` where it is no sealed field; whether it is a good one is not known yet.
 */
export function messageOf(json: string): Buffer | undefined {
  if (!json.startsWith(`"${START}`)) return undefined;
  const text = JSON.parse(json) as string;
  const message = Buffer.from(text, "base64");
  // Of the spellings that decode to the same bytes only one is ours; what is no base64 has none.
  if (message.toString("base64") !== text) return undefined;
  return headerOf(message)?.encryptionContext[ITEM_CONTEXT_KEY.purpose] === ITEM_PURPOSE
    ? message
    : undefined;
}

function headerOf(message: Buffer): ParsedHeader | undefined {
  try {
    return parseHeader(message);
  } catch {
    return undefined;
  }
}
