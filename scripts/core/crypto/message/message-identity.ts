import { createHash } from "node:crypto";
import type { MessageIdentity } from "../../ports";
import type { ParsedHeader } from "./message-header";

/**
 * What tells a message from every other, its data key's other messages included. Of a header that was read and not opened it is only what that claims.
 * @returns `undefined` where the header commits to no data key: such a message can be made to open in two ways.
 */
export function identityOf({
  suite,
  messageId,
  commitment,
  authenticated,
  tag,
}: ParsedHeader): MessageIdentity | undefined {
  if (!suite.committing) return undefined;
  return {
    suite: suiteName(suite.id),
    messageId: messageId.toString("hex"),
    commitment: commitment.toString("hex"),
    headerSha256: createHash("sha256").update(authenticated).update(tag).digest("hex"),
  };
}

export const suiteName = (id: number): string => `0x${id.toString(16).padStart(4, "0")}`;

export const isSame = (one: MessageIdentity, other: MessageIdentity): boolean =>
  one.suite === other.suite &&
  one.messageId === other.messageId &&
  one.commitment === other.commitment &&
  one.headerSha256 === other.headerSha256;
