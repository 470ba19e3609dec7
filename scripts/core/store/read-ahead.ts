import { setMaxListeners } from "node:events";
import { Readable } from "node:stream";

/** Fetches some bytes; gives up when the signal says so. */
export type Fetch = (signal: AbortSignal) => Promise<Buffer[]>;

/** Bytes handed on before the reader is waited for. */
const HIGH_WATER_MARK = 256 * 1024;

/**
 * Fetches several pieces at once and hands their bytes on in order.
 *
 * The first pieces are begun at once, the others as the reader takes them: at most `limit` are on their way or wait for their turn. When it fails or is
 * destroyed, what is on its way is aborted, and the stream is closed once all of that has ended.
 */
export class ReadAhead extends Readable {
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly pieces: Iterator<Fetch>;
  private readonly begun: Promise<Buffer[]>[] = [];
  private ready: Buffer[] = [];

  constructor(
    pieces: Iterable<Fetch>,
    private readonly limit: number,
    outer: AbortSignal | undefined,
  ) {
    super({ highWaterMark: HIGH_WATER_MARK });
    this.pieces = pieces[Symbol.iterator]();
    this.signal = AbortSignal.any([this.stop.signal, ...(outer === undefined ? [] : [outer])]);
    setMaxListeners(0, this.signal); // each request on its way listens
    this.begin();
  }

  override _read(): void {
    const chunk = this.ready.shift();
    if (chunk !== undefined) {
      this.push(chunk);
      return;
    }
    this.begin();
    const next = this.begun[0];
    if (next === undefined) {
      this.push(null);
      return;
    }
    next.then(
      (chunks) => {
        this.begun.shift();
        this.ready = chunks;
        this.begin();
        if (!this.destroyed) this._read();
      },
      (error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.stop.abort();
    this.ready = [];
    Promise.allSettled(this.begun).then(() => done(error));
  }

  private begin(): void {
    while (this.begun.length < this.limit) {
      const { done, value } = this.pieces.next();
      if (done === true) return;
      const piece = value(this.signal);
      piece.catch(() => {}); // it shows when its turn comes
      this.begun.push(piece);
    }
  }
}
