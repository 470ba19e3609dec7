/** Memory that threads share and that is used again, within one message and never by another. */
import type { Place } from "./protocol";

/** Bytes of the shortest: 64 KiB. All others are doubles of it. */
const LEAST_BYTES = 64 * 1024;

/**
 * Shared memory, because V8 collects garbage for every few MiB of any other that is made and dropped, and because every new page costs a
 * fault.
 */
export class SharedMemory {
  private readonly free = new Map<number, SharedArrayBuffer[]>();

  take(bytes: number): Place {
    const size = LEAST_BYTES * 2 ** Math.max(0, Math.ceil(Math.log2(bytes / LEAST_BYTES)));
    return new Uint8Array(this.free.get(size)?.pop() ?? new SharedArrayBuffer(size), 0, bytes);
  }

  /** Takes back what nobody reads any more. */
  give({ buffer }: Place): void {
    const others = this.free.get(buffer.byteLength);
    if (others === undefined) this.free.set(buffer.byteLength, [buffer]);
    else others.push(buffer);
  }
}
