import { isArrayBuffer } from "node:util/types";
import { MessageChannel, type MessagePort } from "node:worker_threads";

let made: MessagePort | undefined;

/** A port whose other end is closed: what is sent there is freed. Made when it is needed: a small message has nothing to free. */
function nowhere(): MessagePort {
  if (made === undefined) {
    made = new MessageChannel().port1;
    made.close();
  }
  return made;
}

/** Whether bytes have memory that they share with nobody. */
export function ownsMemory(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return isArrayBuffer(bytes.buffer) && bytes.length > 0 && bytes.buffer.byteLength === bytes.length;
}

/**
 * Frees the memory of bytes that nobody needs any more, if they share it with nobody; they are empty afterwards.
 *
 * Memory outside of its heap makes V8 collect garbage for every few MiB that are made and dropped, whatever else there is to collect:
 * some 150 times for a restore of 1 GiB, a third of its processor time (Node.js 20).
 */
export function giveBack(bytes: Uint8Array): void {
  if (ownsMemory(bytes)) nowhere().postMessage(undefined, [bytes.buffer]);
}
