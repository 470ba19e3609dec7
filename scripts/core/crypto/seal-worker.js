/**
 * The thread of one message that is digested while it is sealed: frames come with their heads written, are sealed where they are, and go
 * back. Plain JavaScript without imports of ours, because a thread begins at a file: here in the repository, and beside the bundle in
 * the package.
 */
const { createCipheriv, createHash } = require("node:crypto");
const { parentPort } = require("node:worker_threads");

/** @typedef {import("./seal-thread").SealJob} SealJob */

const TAG = 16;
/** As in frame-worker.js: bytes that the cipher is given at once. */
const PIECE = 32 * 1024;

const hash = createHash("sha256");
let key;
let cipher;

/** @param {Extract<SealJob, { frame: unknown }>} job */
function seal({ frame, headAt, plainAt, length, iv, aad }) {
  const bytes = Buffer.from(frame.buffer);
  const gcm = createCipheriv(cipher, key, iv, { authTagLength: TAG }).setAAD(aad);
  for (let at = plainAt; at < plainAt + length; at += PIECE)
    gcm.update(bytes.subarray(at, Math.min(at + PIECE, plainAt + length))).copy(bytes, at);
  gcm.final();
  const end = plainAt + length;
  gcm.getAuthTag().copy(bytes, end);
  hash.update(bytes.subarray(headAt, end + TAG));
  parentPort.postMessage({ frame }, [frame.buffer]);
}

/** @param {SealJob} job */
function work(job) {
  if ("key" in job) ({ key, cipher } = job);
  else if ("beside" in job) hash.update(job.beside);
  else if ("frame" in job) seal(job);
  else parentPort.postMessage({ sha256: hash.digest("hex") });
}

parentPort.on("message", work);
