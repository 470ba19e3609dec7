import { close, write } from "node:fs";
import { Writable } from "node:stream";
import { errorCode } from "../errno";

/** Milliseconds until a pipe that is full is tried again. */
const FULL_MS = 10;

/**
 * Writes to a descriptor until all of a chunk is written: Node.js's own streams take a short write to a file or device for a whole one, which on a
 * full disk is a success without the end.
 */
export class DescriptorWriter extends Writable {
  /** @param owns whether the descriptor is closed with the stream. */
  constructor(
    private readonly fd: number,
    private readonly owns: boolean,
  ) {
    super();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (chunk.length === 0) done();
    else
      write(this.fd, chunk, (error, written) => {
        if (error === null) this._write(chunk.subarray(written), _encoding, done);
        else if (errorCode(error) === "EAGAIN" && !this.destroyed)
          setTimeout(() => this._write(chunk, _encoding, done), FULL_MS);
        else done(error);
      });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.owns) close(this.fd, (closing) => done(error ?? closing));
    else done(error);
  }
}
