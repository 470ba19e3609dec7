import type { Lent, LentPieces } from "./lent";

/** A chunk, and how many hold a part of it, the reader included. */
interface Held {
  readonly lent: Lent;
  holders: number;
}

/** Hands out what is lent by the byte, without copying it: a chunk is given back when nobody holds a part of it. */
export class LentReader {
  private readonly chunks: AsyncIterator<Lent>;
  /** The first is being read, from {@link at} on. */
  private readonly open: Held[] = [];
  private at = 0;
  private there = 0;

  constructor(source: AsyncIterable<Lent>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** Bytes that have come and were not taken: so many can be had without waiting. */
  get ready(): number {
    return this.there;
  }

  /** A copy of the next bytes, which are still to be taken: so many, unless there are fewer. */
  async peek(length: number): Promise<Buffer> {
    await this.await(length);
    const pieces = this.open.map(({ lent: { bytes } }, index) =>
      index === 0 ? bytes.subarray(this.at, this.at + length) : bytes.subarray(0, length),
    );
    return Buffer.concat(pieces).subarray(0, length);
  }

  /** The next bytes: so many, unless there are fewer. */
  async take(length: number): Promise<LentPieces> {
    await this.await(length);
    const pieces: Buffer[] = [];
    const holds: Held[] = [];
    for (let left = length; left > 0; ) {
      const [held] = this.open;
      if (held === undefined) break;
      const piece = held.lent.bytes.subarray(this.at, this.at + left);
      held.holders += 1;
      holds.push(held);
      pieces.push(piece);
      left -= piece.length;
      this.at += piece.length;
      this.there -= piece.length;
      if (this.at === held.lent.bytes.length) this.leave();
    }
    const sum = pieces.reduce((bytes, piece) => bytes + piece.length, 0);
    return { pieces, length: sum, giveBack: () => holds.forEach(release) };
  }

  /** All that is left, as it comes. */
  async *rest(): AsyncGenerator<LentPieces, void, undefined> {
    while (!(await this.atEnd())) yield await this.take(this.there);
  }

  async atEnd(): Promise<boolean> {
    await this.await(1);
    return this.there === 0;
  }

  /** Stops the source. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async await(length: number): Promise<void> {
    while (this.there < length) {
      const { done, value } = await this.chunks.next();
      if (done === true) return;
      if (value.bytes.length === 0) {
        value.giveBack();
        continue;
      }
      this.open.push({ lent: value, holders: 1 });
      this.there += value.bytes.length;
    }
  }

  private leave(): void {
    const held = this.open.shift();
    this.at = 0;
    if (held !== undefined) release(held);
  }
}

function release(held: Held): void {
  held.holders -= 1;
  if (held.holders === 0) held.lent.giveBack();
}
