/** Opens one member of gzip that says how long it is; see ../archive/compression/gzip-member.ts. */
const zlib = require("node:zlib");
const { giveBack, ownOutput } = require("../streams/give-back-memory.js");

let scratch = Buffer.alloc(0);

/** @param {readonly Uint8Array[]} places of the member @param {Uint8Array} into holds what it should, and not a byte more. */
function inflate(places, into) {
  const member = places.length === 1 ? view(places[0]) : gathered(places);
  const out = view(into);
  try {
    const chunkSize = ownOutput(out.length);
    const options = { chunkSize, maxOutputLength: out.length + 1, info: true };
    const { buffer, engine } = zlib.gunzipSync(member, options);
    // Node.js takes a zero byte behind a member for padding, and is silent about all that follows it.
    if (engine.bytesWritten !== member.length || buffer.length !== out.length)
      return { problem: "another length" };
    buffer.copy(out);
    giveBack([buffer.buffer]);
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

module.exports = { inflate };
