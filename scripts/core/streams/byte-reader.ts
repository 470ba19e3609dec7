import { giveBack } from "./give-back";

/** Chunks, or lists of pieces that come together. */
export type Chunks = AsyncIterable<Buffer | readonly Buffer[]>;

/** Hands out a stream by the byte. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer | readonly Buffer[]>;
  /** What has come and was not taken: the first of it, and the pieces behind that. */
  private rest: Buffer = EMPTY;
  private behind: readonly Buffer[] = [];
  /** How many of the pieces were taken. */
  private taken = 0;
  /** What {@link rest} is the end of, while nobody else has a part of it. */
  private chunk: Buffer | undefined;

  /** @param ownsChunks whether the chunks are nobody else's: their memory is given back once all of it is copied. */
  constructor(
    source: Chunks,
    private readonly ownsChunks = false,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next bytes, which are still to be taken: at least so many, unless there are fewer. */
  async peek(length: number): Promise<Buffer> {
    while (this.rest.length < length) {
      const before = this.rest;
      if (!this.advance() && !(await this.come())) {
        this.rest = before;
        break;
      }
      if (before.length > 0) this.begin(Buffer.concat([before, this.rest]));
    }
    return this.rest;
  }

  /** The next bytes, in the chunks that they come in; all that there are by default. */
  async *take(length = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer, void, undefined> {
    for await (const pieces of this.takeTogether(length)) yield* pieces;
  }

  /** The same, those together that have come together: until the next ones are asked for, where the source uses their memory again. */
  async *takeTogether(length = Number.POSITIVE_INFINITY): AsyncGenerator<readonly Buffer[], void, undefined> {
    for (let left = length; left > 0 && !(await this.atEnd()); ) {
      const pieces: Buffer[] = [];
      do {
        const taken = this.rest.subarray(0, left);
        this.rest = this.rest.subarray(taken.length);
        this.chunk = undefined;
        left -= taken.length;
        pieces.push(taken);
      } while (left > 0 && this.advance());
      yield pieces;
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
    while (this.rest.length === 0) if (!this.advance() && !(await this.come())) return true;
    return false;
  }

  /** Stops the source. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  /** Goes on to the next piece that has come. @returns whether there is one. */
  private advance(): boolean {
    while (this.taken < this.behind.length) {
      this.begin(this.behind[this.taken++] as Buffer);
      if (this.rest.length > 0) return true;
    }
    return false;
  }

  /** Waits for what comes next, which may be nothing but empty. @returns whether anything came. */
  private async come(): Promise<boolean> {
    const { done, value } = await this.chunks.next();
    if (done === true) return false;
    this.taken = 0;
    if (Array.isArray(value)) {
      this.behind = value;
      this.begin(EMPTY);
    } else {
      this.behind = [];
      this.begin(value as Buffer);
    }
    return true;
  }

  private begin(chunk: Buffer): void {
    this.rest = chunk;
    this.chunk = chunk;
  }
}

const EMPTY = Buffer.alloc(0);
