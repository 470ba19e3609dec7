/** The threads that read short files and compress, while this one encrypts and uploads. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { BlockJob, BlockProblem, BlockReply, BlockSettings, MadeBlock } from "./block";
import type { Compression } from "./compression";
import type { Block } from "./cut";
import type { ReadBuffers } from "./read-buffers";
import { changed, unreadable } from "./source-error";

/** More threads than this wait for encryption and the network. Each takes about 10 MiB. */
const MAX_THREADS = 8;

const WORKER_FILE = join(__dirname, "block-worker.js");

export class BlockCrew {
  private readonly threads: Thread[] = [];
  private readonly size: number;
  private readonly settings: BlockSettings;

  /** @param buffers get back what was given to the threads. */
  constructor(
    compression: Compression,
    private readonly buffers: ReadBuffers,
    threads = Math.min(availableParallelism(), MAX_THREADS),
  ) {
    this.settings = { compression };
    this.size = threads;
  }

  /** Blocks on their way at once: one for each thread, and the next. */
  get limit(): number {
    return this.size + 1;
  }

  /**
   * Begins a block. A thread is started when all others have work: a short backup has one.
   * @throws OperatorError `source` when a file cannot be read or is not what it was; rejects with it.
   */
  async make(block: Block): Promise<MadeBlock> {
    const { small, pieces, bytes, files } = block;
    const reply = await this.freest().ask({ small, pieces, bytes });
    if (!("problem" in reply)) {
      this.buffers.give(reply.spare);
      return reply;
    }
    throw explained(reply.problem, files);
  }

  /** Ends the threads, whatever they are at. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  private freest(): Thread {
    const [first, ...others] = this.threads;
    const freest = others.reduce((best, each) => (each.load < (best?.load ?? 0) ? each : best), first);
    if (freest !== undefined && (freest.load === 0 || this.threads.length === this.size)) return freest;
    const thread = new Thread(this.settings);
    this.threads.push(thread);
    return thread;
  }
}

function explained({ file, changed: moved, ...cause }: BlockProblem, files: Block["files"]): Error {
  const path = files.filter((each) => "file" in each)[file ?? -1]?.path;
  if (path === undefined) return new Error(`a thread failed: ${cause.message}`);
  return moved === true ? changed(path) : unreadable(path, cause);
}

interface Waiting {
  readonly resolve: (reply: BlockReply) => void;
  readonly reject: (error: unknown) => void;
}

class Thread {
  private readonly worker: Worker;
  /** It answers in the order in which it was asked. */
  private readonly waiting: Waiting[] = [];

  constructor(workerData: BlockSettings) {
    this.worker = new Worker(WORKER_FILE, { workerData, execArgv: [] });
    this.worker.on("message", (reply: BlockReply) => this.waiting.shift()?.resolve(reply));
    this.worker.on("error", (error) => this.fail(error));
    this.worker.on("exit", () => this.fail(new Error("a thread ended before its work did")));
  }

  get load(): number {
    return this.waiting.length;
  }

  ask(job: BlockJob): Promise<BlockReply> {
    const given = job.pieces.flatMap((piece) => (piece instanceof Uint8Array ? [piece.buffer] : []));
    given.push(job.small.buffer);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(job, given);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: unknown): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
