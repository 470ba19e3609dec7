/**
 * One of several threads that seal or open the frames of one file: each takes the next frame that nobody has, reads it
 * where it stands, and writes it where it belongs. Plain JavaScript, because a thread begins at a file: here in the repository, and
 * beside the bundle in the package.
 */
const { createCipheriv } = require("node:crypto");
const { readSync, writeSync } = require("node:fs");
const { parentPort } = require("node:worker_threads");
const { aad, convert, FINAL, frameAt, IV, openFrame, SEQUENCE, TAG } = require("./open-frames.js");

/** @typedef {import("./frame-crew").FrameJob} FrameJob */
/** @type {FrameJob} */
let job;
let whole, plain, sealed;
const iv = Buffer.alloc(IV);

const plainAt = (index) => index * job.frameLength;
/** Each frame but the last is as long as the others. */
const sealedAt = (index) => job.bodyOffset + index * whole;

function seal(index) {
  const frame = frameAt(job, index);
  const { final, length, head, sequence, bytes } = frame;
  readFully(plain, length, plainAt(index));
  let at = final ? sealed.writeUInt32BE(FINAL) : 0;
  at = sealed.writeUInt32BE(sequence, at);
  iv.writeUInt32BE(sequence, IV - SEQUENCE);
  at += iv.copy(sealed, at);
  if (final) sealed.writeUInt32BE(length, at);
  const gcm = createCipheriv(job.cipher, job.key, iv, { authTagLength: TAG }).setAAD(aad(job, frame));
  convert(gcm, plain, 0, length, sealed, head);
  gcm.final();
  gcm.getAuthTag().copy(sealed, head + length);
  writeFully(sealed, bytes, sealedAt(index));
}

function open(index) {
  const frame = frameAt(job, index);
  readFully(sealed, frame.bytes, sealedAt(index));
  openFrame(job, frame, sealed, plain);
  writeFully(plain, frame.length, plainAt(index));
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

function convertAll() {
  const convertFrame = job.mode === "seal" ? seal : open;
  whole = frameAt(job, 0).final ? 0 : frameAt(job, 0).bytes;
  plain = Buffer.allocUnsafe(job.frameLength);
  sealed = Buffer.allocUnsafe(Math.max(whole, frameAt(job, job.frames - 1).bytes));
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
}

// Started before its job is known; `null` is none.
parentPort.once("message", (given) => {
  if (given === null) return;
  job = given;
  convertAll();
});
