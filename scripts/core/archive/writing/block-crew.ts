/** The threads that read short files and compress, while this one encrypts and uploads. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AnsweringThread, ThreadCrew } from "../../streams/answering-thread";
import type { Compression } from "../compression/compression";
import type { BlockJob, BlockProblem, BlockReply, BlockSettings, MadeBlock } from "./block";
import type { Block } from "./cut";
import type { ReadBuffers } from "./read-buffers";
import { changed, unreadable } from "./source-error";

/** More threads than this wait for encryption and the network. Each takes about 10 MiB. */
const MAX_THREADS = 8;

const WORKER_FILE = join(__dirname, "block-worker.js");

export class BlockCrew {
  private readonly crew: ThreadCrew<BlockJob, BlockReply>;

  /** @param buffers get back what was given to the threads. */
  constructor(
    compression: Compression,
    private readonly buffers: ReadBuffers,
    threads = Math.min(availableParallelism(), MAX_THREADS),
  ) {
    const settings: BlockSettings = { compression };
    this.crew = new ThreadCrew(threads, () => new AnsweringThread(WORKER_FILE, settings));
  }

  /** Blocks on their way at once. */
  get limit(): number {
    return this.crew.limit;
  }

  /**
   * Begins a block.
   * @throws OperatorError `source` when a file cannot be read or is not what it was; rejects with it.
   */
  async make({ small, pieces, bytes, files }: Block): Promise<MadeBlock> {
    const given = pieces.flatMap((piece) => (piece instanceof Uint8Array ? [piece.buffer] : []));
    const reply = await this.crew.ask({ small, pieces, bytes }, [...given, small.buffer]);
    if ("problem" in reply) throw explained(reply.problem, files);
    this.buffers.give(reply.spare);
    return reply;
  }

  /** Ends the threads after what they were asked. */
  close(): Promise<void> {
    return this.crew.end();
  }
}

function explained({ file, changed: moved, ...cause }: BlockProblem, files: Block["files"]): Error {
  const path = files.filter((each) => "file" in each)[file ?? -1]?.path;
  const { code, message } = cause;
  if (path === undefined) return Object.assign(new Error(`a thread failed: ${message}`), code && { code });
  return moved === true ? changed(path) : unreadable(path, cause);
}
