/**
 * Members of gzip that say how long they are, so that several can be opened at once. The length stands in an extra field, which
 * other readers pass over: `GZ`, as gzippy has it, the bytes of the whole member.
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-2.3
 */
import { COMPRESSION } from "./compression";

/** FLG: an extra field and nothing else. */
const FEXTRA = 4;
/** XLEN, the field's name, and the bytes of its value. */
const FIELD = Buffer.from([8, 0, 0x47, 0x5a, 4, 0]);
const FIELD_AT = 10;
const LENGTH_AT = FIELD_AT + FIELD.length;

/** Bytes of a member up to where it has said its length. */
export const MEMBER_HEAD_BYTES = LENGTH_AT + 4;

/** Bytes behind the compressed data: CRC-32, and how long the data was. */
export const TRAILER_BYTES = 8;

/** @returns bytes of the member that begins there, or `undefined` when it does not say. */
export function memberBytes(start: Buffer): number | undefined {
  const { magic } = COMPRESSION.gzip;
  if (start.length < MEMBER_HEAD_BYTES || !start.subarray(0, magic.length).equals(magic)) return undefined;
  if (start[magic.length] !== FEXTRA || !start.subarray(FIELD_AT, LENGTH_AT).equals(FIELD)) return undefined;
  const bytes = start.readUInt32LE(LENGTH_AT);
  return bytes < MEMBER_HEAD_BYTES + TRAILER_BYTES ? undefined : bytes;
}

/** How many bytes a whole member holds, by its own account. */
export const contentBytes = (member: Buffer): number => member.readUInt32LE(member.length - 4);
