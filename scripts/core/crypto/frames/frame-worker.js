/**
 * One of several threads that seal or open the frames of one file: each takes the next frame that nobody has, reads it
 * where it stands, and writes it where it belongs. Plain JavaScript without imports of ours, because a thread begins at a
 * file: here in the repository, and beside the bundle in the package.
 */
const { createCipheriv, createDecipheriv } = require("node:crypto");
const { readSync, writeSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");

/** @typedef {import("./frame-crew").FrameJob} FrameJob */
/** @type {FrameJob} */
const job = workerData;

const SEQUENCE = 4;
const IV = 12;
const LENGTH = 4;
const TAG = 16;
const FINAL = 0xffffffff;
/**
 * Bytes that the cipher is given at once. Its output is a buffer of its own, best copied while it is in the cache; and longer ones
 * make the allocator give memory back to the system after each, which costs threads half of their time.
 */
const PIECE = 32 * 1024;

/** Bytes of a frame before its ciphertext. */
const headBytes = (final) => (final ? SEQUENCE + SEQUENCE + IV + LENGTH : SEQUENCE + IV);

const longest = headBytes(true) + job.frameLength + TAG;
const plain = Buffer.allocUnsafe(job.frameLength);
const sealed = Buffer.allocUnsafe(longest);
const iv = Buffer.alloc(IV);

/** What a frame is, by its index. */
function frameAt(index) {
  const final = index === job.frames - 1;
  const length = final ? job.lastLength : job.frameLength;
  const head = headBytes(final);
  return {
    final,
    length,
    head,
    sequence: index + 1,
    bytes: head + length + TAG,
    plainAt: index * job.frameLength,
    sealedAt: job.bodyOffset + index * (headBytes(false) + job.frameLength + TAG),
  };
}

function seal(index) {
  const { final, length, head, sequence, bytes, plainAt, sealedAt } = frameAt(index);
  readFully(plain, length, plainAt);
  let at = final ? sealed.writeUInt32BE(FINAL) : 0;
  at = sealed.writeUInt32BE(sequence, at);
  iv.writeUInt32BE(sequence, IV - SEQUENCE);
  at += iv.copy(sealed, at);
  if (final) sealed.writeUInt32BE(length, at);
  const gcm = createCipheriv(job.cipher, job.key, iv, { authTagLength: TAG }).setAAD(
    aad(final, sequence, length),
  );
  convert(gcm, plain, 0, length, sealed, head);
  gcm.final();
  gcm.getAuthTag().copy(sealed, head + length);
  writeFully(sealed, bytes, sealedAt);
}

function open(index) {
  const { final, length, head, sequence, bytes, plainAt, sealedAt } = frameAt(index);
  readFully(sealed, bytes, sealedAt);
  let at = 0;
  if (final && sealed.readUInt32BE(0) !== FINAL) throw { frame: sequence };
  if (final) at += SEQUENCE;
  if (sealed.readUInt32BE(at) !== sequence) throw { frame: sequence };
  at += SEQUENCE;
  const given = sealed.subarray(at, at + IV);
  if (final && sealed.readUInt32BE(at + IV) !== length) throw { frame: sequence };
  const gcm = createDecipheriv(job.cipher, job.key, given, { authTagLength: TAG });
  gcm.setAAD(aad(final, sequence, length)).setAuthTag(sealed.subarray(head + length, bytes));
  convert(gcm, sealed, head, length, plain, 0);
  try {
    gcm.final();
  } catch {
    throw { frame: sequence };
  }
  writeFully(plain, length, plainAt);
}

/** Runs `length` bytes of `from` through the cipher into `to`. */
function convert(gcm, from, fromAt, length, to, toAt) {
  for (let done = 0; done < length; done += PIECE) {
    const end = Math.min(done + PIECE, length);
    gcm.update(from.subarray(fromAt + done, fromAt + end)).copy(to, toAt + done);
  }
}

function aad(final, sequence, length) {
  const place = Buffer.alloc(SEQUENCE + 8);
  place.writeUInt32BE(sequence);
  place.writeBigUInt64BE(BigInt(length), SEQUENCE);
  return Buffer.concat([final ? job.finalAad : job.frameAad, place]);
}

function readFully(buffer, length, position) {
  for (let done = 0; done < length; ) {
    const read = readSync(job.input, buffer, done, length - done, position + done);
    if (read === 0) throw { short: true };
    done += read;
  }
}

function writeFully(buffer, length, position) {
  for (let done = 0; done < length; )
    done += writeSync(job.output, buffer, done, length - done, position + done);
}

const convertFrame = job.mode === "seal" ? seal : open;
let converted = 0;
try {
  for (let index = Atomics.add(job.next, 0, 1); index < job.frames; index = Atomics.add(job.next, 0, 1)) {
    convertFrame(index);
    converted += 1;
  }
  parentPort.postMessage({ converted });
} catch (problem) {
  Atomics.store(job.next, 0, job.frames); // the others need not go on
  const { frame, short, code, syscall, message } = problem;
  parentPort.postMessage({ frame, short, code, syscall, message });
} finally {
  plain.fill(0);
}
