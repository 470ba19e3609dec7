/** An end to one request: when time is up, or when whoever asked gives up. */
import { finished, Readable } from "node:stream";

export class Deadline {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private late: Error | undefined;
  private readonly abort = (): void => this.stopping.abort(this.outer?.reason);

  constructor(
    private readonly ms: number,
    private readonly outer: AbortSignal | undefined,
  ) {
    if (outer?.aborted === true) this.abort();
    else outer?.addEventListener("abort", this.abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  start(): void {
    this.timer ??= setTimeout(() => {
      // The name is the SDK's: it tries again.
      this.late = Object.assign(new Error(`no whole reply within ${this.ms} ms`), { name: "TimeoutError" });
      this.stopping.abort(this.late);
    }, this.ms);
  }

  /** Starts when all of the body was read. */
  startAfter(body: unknown): void {
    if (!(body instanceof Readable)) this.start();
    else body.once("end", () => this.stopping.signal.aborted || this.start());
  }

  /** What a request failed with, or that time was up. */
  reasonOr(error: unknown): unknown {
    return this.late ?? error;
  }

  /** Time does not count any more; whoever asked may still give up until the body has ended. */
  endWith(body: Readable): void {
    clearTimeout(this.timer);
    const { outer, abort } = this;
    finished(body, () => outer?.removeEventListener("abort", abort));
    this.release = () => {};
  }

  stop(): void {
    clearTimeout(this.timer);
    this.release();
  }

  private release = (): void => this.outer?.removeEventListener("abort", this.abort);
}
