/** For threads, which are plain JavaScript; why memory is given back at once: give-back.ts. */
const { MessageChannel } = require("node:worker_threads");

/** A port whose other end is closed: what is sent there is freed. */
const { port1: nowhere } = new MessageChannel();
nowhere.close();

/** @param {readonly ArrayBuffer[]} memory that nobody else has a part of; what stood in it is empty afterwards. */
function giveBack(memory) {
  nowhere.postMessage(undefined, memory);
}

/**
 * Bytes of a buffer that zlib is to write into, so that it can be given back: more than what comes out, or zlib would take another one and leave the first
 * as garbage, and more than Node.js cuts out of memory that small buffers share.
 * @param {number} length that comes out, at most
 */
const ownOutput = (length) => length + Buffer.poolSize;

module.exports = { giveBack, ownOutput };
