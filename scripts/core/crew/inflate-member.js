/** Opens one member of gzip that says how long it is; see ../archive/compression/gzip-member.ts. */
const zlib = require("node:zlib");

/** Bytes of a member before its compressed data, and behind it: CRC-32, and how long the data was. */
const HEAD = 20;
const TRAILER = 8;
/** A block that is stored: whether it is the last, its length, and the same inverted. Source: RFC 1951, 3.2.4. */
const BLOCK_HEAD = 5;

let scratch = Buffer.alloc(0);

/** @param {readonly Uint8Array[]} places of the member @param {Uint8Array} into holds what it should, and not a byte more. */
function inflate(places, into) {
  const member = places.length === 1 ? view(places[0]) : gathered(places);
  const out = view(into);
  if (storedInto(member, out)) return { inflated: true };
  try {
    // One byte more than needed, or the output would be gathered from two buffers.
    const options = { chunkSize: Math.max(out.length + 1, 64), maxOutputLength: out.length + 1, info: true };
    const { buffer, engine } = zlib.gunzipSync(member, options);
    // Node.js takes a zero byte behind a member for padding, and is silent about all that follows it.
    if (engine.bytesWritten !== member.length || buffer.length !== out.length)
      return { problem: "another length" };
    buffer.copy(out);
    return { inflated: true };
  } catch ({ message }) {
    return { problem: message };
  }
}

const view = (place) => Buffer.from(place.buffer, place.byteOffset, place.length);

function gathered(places) {
  const length = places.reduce((sum, place) => sum + place.length, 0);
  if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const place of places) {
    scratch.set(place, at);
    at += place.length;
  }
  return scratch.subarray(0, length);
}

/** What could not be compressed is in stored blocks, which are copied. @returns whether the member is all of such blocks, and right. */
function storedInto(member, out) {
  const end = member.length - TRAILER;
  let [from, to] = [HEAD, 0];
  for (let last = false; !last; ) {
    if (from + BLOCK_HEAD > end || member[from] > 1) return false;
    last = member[from] === 1;
    const length = member.readUInt16LE(from + 1);
    if ((length ^ member.readUInt16LE(from + 3)) !== 0xffff) return false;
    from += BLOCK_HEAD;
    if (from + length > end || to + length > out.length) return false;
    member.copy(out, to, from, from + length);
    from += length;
    to += length;
  }
  return from === end && to === out.length && zlib.crc32(out) === member.readUInt32LE(end);
}

module.exports = { inflate };
