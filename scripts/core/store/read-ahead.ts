import { setMaxListeners } from "node:events";
import { Readable } from "node:stream";

/** Fetches some bytes; gives up when the signal says so. */
export type Fetch = (signal: AbortSignal) => Promise<Buffer>;

/**
 * Fetches several pieces at once and hands them on in order, each as it is: what reads a stream of bytes gets what waits there joined.
 *
 * The first piece is begun at once, the next ones a moment later unless {@link hold} is called, the others as the reader takes them: at most `limit` are on their way or wait for their turn. When it fails or is
 * destroyed, what is on its way is aborted, and the stream is closed once all of that has ended.
 */
export class ReadAhead extends Readable {
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly pieces: Iterator<Fetch>;
  private readonly begun: Promise<Buffer>[] = [];
  private isHeld = false;

  constructor(
    pieces: Iterable<Fetch>,
    private readonly limit: number,
    /** Takes the memory of a piece that was read. */
    readonly reuse: (piece: Buffer) => void,
    /** Bytes of all pieces. */
    readonly size: number,
    outer: AbortSignal | undefined,
  ) {
    super({ objectMode: true, highWaterMark: 1 });
    this.pieces = pieces[Symbol.iterator]();
    this.signal = AbortSignal.any([this.stop.signal, ...(outer === undefined ? [] : [outer])]);
    setMaxListeners(0, this.signal); // each request on its way listens
    this.begin(1);
    setImmediate(() => this.isHeld || this.destroyed || this.begin());
  }

  /** Says that nobody may want more than the first piece: the others wait until it is read. */
  hold(): void {
    this.isHeld = true;
  }

  override _read(): void {
    this.begin();
    const next = this.begun[0];
    if (next === undefined) {
      this.push(null);
      return;
    }
    next.then(
      (piece) => {
        this.begun.shift();
        if (this.destroyed) return;
        this.begin();
        this.push(piece);
      },
      (error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.stop.abort();
    Promise.allSettled(this.begun).then(() => done(error));
  }

  private begin(limit = this.limit): void {
    while (this.begun.length < limit) {
      const { done, value } = this.pieces.next();
      if (done === true) return;
      const piece = value(this.signal);
      piece.catch(() => {}); // it shows when its turn comes
      this.begun.push(piece);
    }
  }
}
