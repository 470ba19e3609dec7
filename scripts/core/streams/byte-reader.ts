import { giveBack } from "./give-back";

/** Hands out a stream by the byte. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  /** What has come and was not taken. */
  private rest: Buffer = EMPTY;
  /** What {@link rest} is the end of, while nobody else has a part of it. */
  private chunk: Buffer | undefined;

  /** @param ownsChunks whether the chunks are nobody else's: their memory is given back once all of it is copied. */
  constructor(
    source: AsyncIterable<Buffer>,
    private readonly ownsChunks = false,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next bytes, which are still to be taken: at least so many, unless there are fewer. */
  async peek(length: number): Promise<Buffer> {
    while (this.rest.length < length) {
      const { done, value } = await this.chunks.next();
      if (done === true) break;
      this.begin(this.rest.length === 0 ? value : Buffer.concat([this.rest, value]));
    }
    return this.rest;
  }

  /** The next bytes, in the chunks that they come in; all that there are by default. */
  async *take(length = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer, void, undefined> {
    for (let left = length; left > 0 && !(await this.atEnd()); ) {
      const taken = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(taken.length);
      this.chunk = undefined;
      left -= taken.length;
      yield taken;
    }
  }

  /** The next bytes, where all of them have come already; nobody has to wait for that, nor copy. */
  takeAtOnce(length: number): Buffer | undefined {
    if (this.rest.length < length) return undefined;
    const taken = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    this.chunk = undefined;
    return taken;
  }

  /** Fills `target` with the next bytes. @returns how many there were. */
  async copyTo(target: Buffer): Promise<number> {
    let at = 0;
    while (at < target.length && !(await this.atEnd())) {
      const copied = this.rest.copy(target, at);
      at += copied;
      this.rest = this.rest.subarray(copied);
      if (this.rest.length === 0 && this.ownsChunks && this.chunk !== undefined) giveBack(this.chunk);
    }
    return at;
  }

  async atEnd(): Promise<boolean> {
    while (this.rest.length === 0) {
      const { done, value } = await this.chunks.next();
      if (done === true) return true;
      this.begin(value);
    }
    return false;
  }

  /** Stops the source. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private begin(chunk: Buffer): void {
    this.rest = chunk;
    this.chunk = chunk;
  }
}

const EMPTY = Buffer.alloc(0);
