import { BLOCK_BYTES } from "./block";

/** Buffers kept at most: more are never on their way through the threads and back. */
const MOST = 16;

/**
 * Buffers of {@link BLOCK_BYTES} that long files are read into. They go to the threads and come back: what is left to the garbage
 * collection lies about for long, in each thread, because it is outside of the heaps.
 */
export class ReadBuffers {
  private readonly free: ArrayBuffer[] = [];

  take(): Buffer<ArrayBuffer> {
    return Buffer.from(this.free.pop() ?? new ArrayBuffer(BLOCK_BYTES));
  }

  give(buffer: ArrayBuffer | undefined): void {
    if (buffer?.byteLength === BLOCK_BYTES && this.free.length < MOST) this.free.push(buffer);
  }
}
