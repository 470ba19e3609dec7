import { createHash, type Hash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";

/** Chunks that wait to be read. */
const WAITING_CHUNKS = 2;

/** Lets bytes through, counts them and may digest them. Chunks stay what they are: a stream of bytes would copy them together. */
export class Meter extends Transform {
  private readonly hash: Hash | undefined;
  private total = 0;
  /** @param digest whether to; somebody else may do it already. */
  constructor({ digest }: { readonly digest: boolean }) {
    super({ readableObjectMode: true, readableHighWaterMark: WAITING_CHUNKS });
    this.hash = digest ? createHash("sha256") : undefined;
  }

  /** Bytes so far. */
  get size(): number {
    return this.total;
  }

  /** SHA-256 of all bytes, in hexadecimal. Call it once, at the end. */
  sha256(): string {
    if (this.hash === undefined) throw new Error("the meter was not asked to digest");
    return this.hash.digest("hex");
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.total += chunk.length;
    this.hash?.update(chunk);
    done(null, chunk);
  }
}
