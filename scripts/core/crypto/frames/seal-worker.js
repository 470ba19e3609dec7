/**
 * The thread of one message that is digested while it is sealed: plaintext comes in, whole frames go out, each into memory that is
 * shared, where nothing but ciphertext ever stands. Plain JavaScript, because a thread begins at a file: here in the repository, and
 * beside the bundle in the package.
 */
const { createCipheriv, createHash } = require("node:crypto");
const { parentPort } = require("node:worker_threads");
const { giveBack } = require("../../streams/give-back-memory.js");
const { convert } = require("./open-frames.js");

/** @typedef {import("./seal-thread").SealJob} SealJob */
/** @typedef {import("./seal-thread").FrameToSeal} FrameToSeal */

const TAG = 16;

const hash = createHash("sha256");
let key;
let cipher;
/** Plaintext of the frame that is not full yet. */
let begun = Buffer.alloc(0);
let filled = 0;

/** @param {{ chunk: Uint8Array, seals: FrameToSeal[] }} job */
function take({ chunk, seals }) {
  let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  for (const seal of seals) {
    const missing = rest.subarray(0, seal.length - filled);
    rest = rest.subarray(missing.length);
    if (filled === 0) sealFrame(seal, missing);
    else {
      missing.copy(begun, filled);
      sealFrame(seal, begun.subarray(0, seal.length));
    }
    filled = 0;
  }
  filled += rest.copy(begun, filled);
}

/** @param {FrameToSeal} frame */
function sealFrame({ memory, head, iv, aad, length }, plain) {
  const frame = Buffer.from(memory, 0, head.length + length + TAG);
  frame.set(head);
  const gcm = createCipheriv(cipher, key, iv, { authTagLength: TAG }).setAAD(aad);
  convert(gcm, plain, 0, length, frame, head.length);
  gcm.final();
  gcm.getAuthTag().copy(frame, head.length + length);
  hash.update(frame);
}

/** @param {SealJob | null} job none when there are no more */
function work(job) {
  if (job === null) parentPort.close();
  else if ("key" in job) {
    ({ key, cipher } = job);
    begun = Buffer.allocUnsafeSlow(job.frameLength);
  } else if ("beside" in job) hash.update(job.beside);
  else if ("seals" in job) {
    take(job);
    parentPort.postMessage({ taken: true });
    giveBack([job.chunk.buffer]);
  } else parentPort.postMessage({ sha256: hash.digest("hex") });
}

parentPort.on("message", work);
