import { createHash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";

/** Chunks that wait to be read. */
const WAITING_CHUNKS = 2;

/** Lets bytes through, counts them and digests them. Chunks stay what they are: a stream of bytes would copy them together. */
export class Meter extends Transform {
  private readonly hash = createHash("sha256");
  private total = 0;
  constructor(private readonly onProgress: (bytes: number) => void = () => {}) {
    super({ readableObjectMode: true, readableHighWaterMark: WAITING_CHUNKS });
  }

  /** Bytes so far. */
  get size(): number {
    return this.total;
  }

  /** SHA-256 of all bytes, in hexadecimal. Call it once, at the end. */
  sha256(): string {
    return this.hash.digest("hex");
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.total += chunk.length;
    this.hash.update(chunk);
    this.onProgress(this.total);
    done(null, chunk);
  }
}
