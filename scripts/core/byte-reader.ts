/** Hands out a stream by the byte. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next bytes, which are still to be taken: at least so many, unless there are fewer. */
  async peek(length: number): Promise<Buffer> {
    while (this.rest.length < length) {
      const { done, value } = await this.chunks.next();
      if (done === true) break;
      this.rest = this.rest.length === 0 ? value : Buffer.concat([this.rest, value]);
    }
    return this.rest;
  }

  /** The next bytes, in the chunks that they come in; all that there are by default. */
  async *take(length = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer, void, undefined> {
    for (let left = length; left > 0 && !(await this.atEnd()); ) {
      const chunk = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(chunk.length);
      left -= chunk.length;
      yield chunk;
    }
  }

  async atEnd(): Promise<boolean> {
    while (this.rest.length === 0) {
      const { done, value } = await this.chunks.next();
      if (done === true) return true;
      this.rest = value;
    }
    return false;
  }
}
