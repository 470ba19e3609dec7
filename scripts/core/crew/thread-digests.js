/** What a thread of a crew does with bytes that it is to read, and not to change: see protocol.ts. */
const { createHash } = require("node:crypto");
const { writeSync, writevSync } = require("node:fs");
const zlib = require("node:zlib");

/** @typedef {import("./protocol").Bytes} Bytes */

/** Bytes that are digested before they are written: as long as they are in the cache of the processor. */
const GROUP = 512 * 1024;
/** Pieces of one write. Source: Linux, UIO_MAXIOV, is 1024. */
const MAX_GROUP = 256;

/** @type {Map<number, import("node:crypto").Hash>} */
const digests = new Map();

/** @param {readonly Bytes[]} all @returns {Uint8Array[]} */
function piecesOf(all) {
  const pieces = [];
  for (const bytes of all)
    if (bytes instanceof Uint8Array) pieces.push(bytes);
    else
      for (let index = 0; index < bytes.at.length; index += 2)
        pieces.push(new Uint8Array(bytes.memory, bytes.at[index], bytes.at[index + 1]));
  return pieces;
}

/** @param {import("./protocol").Checked} checked */
const isRight = ({ bytes, crc32 }) =>
  piecesOf(bytes).reduce((sum, piece) => zlib.crc32(piece, sum), 0) === crc32;

function digest({ digest: number, more, into }) {
  if (!digests.has(number)) digests.set(number, createHash("sha256"));
  const hash = digests.get(number);
  if (more === undefined) {
    digests.delete(number);
    return { sha256: hash.digest() };
  }
  if (into === undefined) {
    for (const piece of piecesOf(more)) hash.update(piece);
    return { digested: true };
  }
  try {
    digestAndWrite(hash, piecesOf(more), into);
    return { digested: true };
  } catch (error) {
    if (error.code === undefined) throw error;
    return { notWritten: { code: error.code, message: error.message } };
  }
}

/** @param {readonly Uint8Array[]} pieces @param {import("./protocol").Output} output */
function digestAndWrite(hash, pieces, { fd, position }) {
  let [group, bytes, at] = [[], 0, position];
  for (const [index, piece] of pieces.entries()) {
    hash.update(piece);
    group.push(piece);
    bytes += piece.length;
    if (bytes < GROUP && group.length < MAX_GROUP && index < pieces.length - 1) continue;
    writeAll(fd, group, at);
    at += bytes;
    [group, bytes] = [[], 0];
  }
}

/** The kernel may take less at a time. */
function writeAll(fd, pieces, position) {
  let written = writevSync(fd, pieces, position);
  let at = position;
  for (const piece of pieces) {
    let done = Math.min(written, piece.length);
    written -= done;
    while (done < piece.length) done += writeSync(fd, piece, done, piece.length - done, at + done);
    at += piece.length;
  }
}

module.exports = { digest, isRight };
