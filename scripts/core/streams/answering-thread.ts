import type { Worker } from "node:worker_threads";
import { endedEarly, startThread } from "./thread";

interface Waiting<Answer> {
  readonly id: unknown;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** What jobs and their answers may be numbered by. */
const idOf = (message: unknown): unknown => (message as { readonly id?: unknown }).id;

/**
 * A thread that answers in the order in which it is asked, or in any where jobs and answers have an `id`; once it has failed, it fails
 * whatever it is asked.
 */
export class AnsweringThread<Job, Answer> {
  private readonly worker: Worker;
  private readonly over: Promise<void>;
  private readonly waiting: Waiting<Answer>[] = [];
  private failure: { readonly error: unknown } | undefined;

  /** @param file where it begins, in plain JavaScript; it closes its port when it is sent `null`. @throws what the system refuses a thread with. */
  constructor(file: string, workerData?: unknown) {
    this.worker = startThread(file, workerData);
    this.worker.on("message", (answer: Answer) => {
      const index = this.waiting.findIndex(({ id }) => id === idOf(answer));
      this.waiting.splice(index, index < 0 ? 0 : 1)[0]?.resolve(answer);
    });
    this.worker.on("messageerror", (error) => this.fail(error));
    this.worker.on("error", (error) => this.fail(error));
    this.over = new Promise((resolve) => {
      this.worker.on("exit", (status) => {
        this.fail(endedEarly(status));
        resolve();
      });
    });
  }

  /** Answers that are waited for. */
  get load(): number {
    return this.waiting.length;
  }

  /** @param given memory that goes to the thread, and is not ours any more. */
  ask(job: Job, given: readonly ArrayBuffer[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) throw this.failure.error;
      this.tell(job, given);
      this.waiting.push({ id: idOf(job), resolve, reject });
    });
  }

  /** Something that has no answer. */
  tell(job: Job, given: readonly ArrayBuffer[] = []): void {
    this.worker.postMessage(job, given);
  }

  /**
   * Lets the thread end after what it was asked; settles when it is over and touches nothing any more. It is not terminated: where that
   * meets zlib between making a stream and beginning it, Node.js aborts the whole process ("close before init", src/node_zlib.cc).
   */
  end(): Promise<void> {
    this.worker.postMessage(null);
    return this.over;
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

/** Threads of one kind, each started when all others have work: a short job has one. */
export class ThreadCrew<Job, Answer> {
  private readonly threads: AnsweringThread<Job, Answer>[] = [];
  private isOver = false;

  constructor(
    private readonly size: number,
    private readonly start: () => AnsweringThread<Job, Answer>,
  ) {}

  /** Jobs on their way at once: one for each thread, and the next ones, for when the first takes longest. */
  get limit(): number {
    return this.size + 2;
  }

  ask(job: Job, given: readonly ArrayBuffer[]): Promise<Answer> {
    return this.freest().ask(job, given);
  }

  /** Ends the threads after what they were asked; none is started any more. */
  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  /** The one with the least to do, started where all have something. @throws after the end */
  freest(): AnsweringThread<Job, Answer> {
    if (this.isOver) throw new Error("the threads have ended");
    const [first, ...others] = this.threads;
    const freest = others.reduce((best, each) => (each.load < (best?.load ?? 0) ? each : best), first);
    if (freest !== undefined && (freest.load === 0 || this.threads.length === this.size)) return freest;
    const thread = this.start();
    this.threads.push(thread);
    return thread;
  }
}
