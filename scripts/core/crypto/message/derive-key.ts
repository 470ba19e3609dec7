/**
 * From the data key to the key that encrypts frames, and to the commitment in the header.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/algorithms-reference.html ("Key derivation")
 */
import { createCipheriv, createDecipheriv, hkdfSync, timingSafeEqual } from "node:crypto";
import { OperatorError } from "../../../errors";
import { damaged } from "../damage";
import { IV_BYTES, type MessageHeader, type ParsedHeader, TAG_BYTES } from "./message-header";
import type { Suite } from "./suites";

const KEY_LABEL = "DERIVEKEY";
const COMMIT_LABEL = "COMMITKEY";

/**
 * HKDF takes a key of any length, none included: a message under an empty one would open without any key.
 * @throws OperatorError `badReply`: whoever gave the data key gave none.
 */
function checkDataKey({ keyBytes }: Suite, dataKey: Buffer): void {
  if (dataKey.length === keyBytes) return;
  const message = `the data key has ${dataKey.length} bytes, allowed: ${keyBytes}`;
  dataKey.fill(0);
  throw new OperatorError("badReply", message, {
    hint: "check the endpoint: this is not how KMS answers",
  });
}

/** The commitment of a new message. */
export function commitmentOf(suite: Suite, dataKey: Buffer, messageId: Buffer): Buffer {
  checkDataKey(suite, dataKey);
  return hkdf(suite, dataKey, messageId, Buffer.from(COMMIT_LABEL));
}

/** The key of the frames; a copy where the suite derives none, so that the caller may always zero it. */
export function deriveKey(suite: Suite, dataKey: Buffer, messageId: Buffer): Buffer {
  checkDataKey(suite, dataKey);
  if (suite.kdf === undefined) return Buffer.from(dataKey);
  const id = Buffer.alloc(2);
  id.writeUInt16BE(suite.id);
  return suite.committing
    ? hkdf(suite, dataKey, messageId, Buffer.concat([id, Buffer.from(KEY_LABEL)]))
    : hkdf(suite, dataKey, Buffer.alloc(0), Buffer.concat([id, messageId]));
}

function hkdf({ kdf = "sha512", keyBytes }: Suite, dataKey: Buffer, salt: Buffer, info: Buffer): Buffer {
  return Buffer.from(hkdfSync(kdf, dataKey, salt, info, keyBytes));
}

/** The tag over a new header. */
export function headerTag({ cipher }: Suite, key: Buffer, header: Buffer): Buffer {
  const gcm = createCipheriv(cipher, key, Buffer.alloc(IV_BYTES), { authTagLength: TAG_BYTES });
  gcm.setAAD(header).final();
  return gcm.getAuthTag();
}

/**
 * Checks the commitment, then the header's tag: the header can be trusted when this returns, and not before.
 * @returns the key of the frames.
 * @throws OperatorError `notAuthentic`.
 */
export function authenticateHeader(header: ParsedHeader, dataKey: Buffer): Buffer {
  checkCommitment(header, dataKey);
  const key = deriveKey(header.suite, dataKey, header.messageId);
  const gcm = createDecipheriv(header.suite.cipher, key, header.iv, { authTagLength: TAG_BYTES });
  try {
    gcm.setAAD(header.authenticated).setAuthTag(header.tag).final();
  } catch {
    key.fill(0);
    throw damaged("its header was changed");
  }
  return key;
}

function checkCommitment({ suite, messageId, commitment }: MessageHeader, dataKey: Buffer): void {
  if (suite.committing && !timingSafeEqual(commitmentOf(suite, dataKey, messageId), commitment))
    throw damaged("its header does not commit to this data key");
}
