/**
 * One of several threads that open members of gzip. Plain JavaScript without imports of ours, because a thread begins at a file: here
 * in the repository, and beside the bundle in the package.
 */
const { MessageChannel, parentPort } = require("node:worker_threads");
const { gunzipSync } = require("node:zlib");

/** As in give-back.ts: what is sent there is freed. */
const { port1: nowhere } = new MessageChannel();
nowhere.close();

/** @typedef {import("./gunzip").MemberJob} MemberJob */

/** @param {MemberJob} job */
function open({ member, bytes }) {
  // One byte more than needed, or the output would be gathered from two buffers.
  const options = { chunkSize: Math.max(bytes + 1, 64), maxOutputLength: bytes + 1, info: true };
  const { buffer, engine } = gunzipSync(member, options);
  // Node.js takes a zero byte behind a member for padding, and is silent about all that follows it.
  if (engine.bytesWritten !== member.length || buffer.length !== bytes) throw new Error("another length");
  return buffer.byteOffset === 0 && buffer.buffer.byteLength === options.chunkSize
    ? buffer
    : Buffer.from(new Uint8Array(buffer).buffer);
}

parentPort.on("message", (job) => {
  if (job === null) return parentPort.close(); // there are no more
  try {
    const data = open(job);
    parentPort.postMessage({ data }, [data.buffer]);
    nowhere.postMessage(undefined, [job.member.buffer]);
  } catch ({ message }) {
    parentPort.postMessage({ problem: message });
  }
});
