/** Threads that do what a restore has to do: fetch, open, inflate, digest. Whoever is free does the next thing. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AnsweringThread, ThreadCrew } from "../streams/answering-thread";
import type {
  BadFrame,
  CrewAnswer,
  CrewJob,
  DirectRequest,
  NotWritten,
  Numbered,
  OpeningMessage,
  Output,
  Place,
} from "./protocol";
import { SharedMemory } from "./shared-memory";
import { stretchesOf } from "./stretches";

/** More threads than this wait for the rest of a restore. Each takes about 10 MiB. */
const MAX_THREADS = 4;

const WORKER_FILE = join(__dirname, "crew-worker.js");

/** SHA-256 in the order in which it is asked for. */
export interface ThreadDigest {
  /**
   * Settles when other bytes may stand there, and no thread uses the descriptor any more.
   * @param into where they are written, too.
   * @throws what Node.js says when they cannot be written, {@link NotWrittenError}; or what the thread failed with.
   */
  update(more: readonly Uint8Array[], into?: Output): Promise<void>;
  digest(): Promise<Buffer>;
}

/** Bytes that a thread could not write: with the code that Node.js gave. */
export class NotWrittenError extends Error {
  override readonly name = "NotWrittenError";
  readonly code: string;

  constructor({ code, message }: NotWritten) {
    super(message);
    this.code = code;
  }
}

export class WorkCrew {
  private readonly crew = new ThreadCrew<Numbered<CrewJob>, Numbered<CrewAnswer>>(
    Math.min(availableParallelism(), MAX_THREADS),
    () => new AnsweringThread(WORKER_FILE),
  );
  private ids = 0;
  private digests = 0;
  /** For what they write. */
  readonly memory = new SharedMemory();

  /** Things on their way at once that keep all of them busy. */
  get limit(): number {
    return this.crew.limit;
  }

  /** Opens a connection for requests like this one, by a thread that is started if need be: both take their time. */
  async connect(connect: DirectRequest): Promise<void> {
    expected("connecting" in (await this.ask({ connect })), undefined);
  }

  /** @returns `undefined`, or what is odd about the reply: nothing in `into` is worth anything then. */
  async fetch(fetch: DirectRequest, into: Place): Promise<string | undefined> {
    const answer = await this.ask({ fetch, into });
    if ("odd" in answer) return answer.odd;
    return expected("arrived" in answer, undefined);
  }

  /** Opens whole frames where they stand. @returns bytes of plaintext, or which frame is bad. */
  async open(open: OpeningMessage, sealed: Place, first: number): Promise<number | BadFrame> {
    const answer = await this.ask({ open, sealed, first });
    if ("bad" in answer) return answer.bad;
    return "opened" in answer ? answer.opened : expected(false, 0);
  }

  /** @returns `undefined`, or what is wrong with the member. */
  async inflate(member: readonly Place[], into: Place): Promise<string | undefined> {
    const answer = await this.ask({ member, into });
    if ("problem" in answer) return answer.problem;
    return expected("inflated" in answer, undefined);
  }

  /** @returns whether the CRC-32 of each of them is right. */
  async check(
    all: readonly { readonly pieces: readonly Uint8Array[]; readonly crc32: number }[],
  ): Promise<boolean> {
    const check = all.map(({ pieces, crc32 }) => ({ bytes: stretchesOf(pieces), crc32 }));
    const answer = await this.ask({ check });
    return "right" in answer ? answer.right : expected(false, false);
  }

  /** A digest that one of the threads makes. */
  digest(): ThreadDigest {
    const digest = this.digests++;
    const thread = this.crew.freest();
    const ask = (job: CrewJob) => thread.ask({ ...job, id: this.ids++ });
    return {
      update: async (more, into) => {
        const answer = await ask({ digest, more: stretchesOf(more), into }).catch(async (error) => {
          // Where a message could not be read, the thread goes on.
          if (into !== undefined) await this.end();
          throw error;
        });
        if ("notWritten" in answer) throw new NotWrittenError(answer.notWritten);
        expected("digested" in answer, undefined);
      },
      digest: async () => {
        const answer = await ask({ digest, end: true });
        return "sha256" in answer ? Buffer.from(answer.sha256) : expected(false, Buffer.alloc(0));
      },
    };
  }

  /** Settles when the threads touch nothing any more. What they were asked and have not answered fails. */
  end(): Promise<void> {
    return this.crew.end();
  }

  private ask(job: CrewJob): Promise<CrewAnswer> {
    return this.crew.ask({ ...job, id: this.ids++ }, []);
  }
}

function expected<T>(is: boolean, value: T): T {
  if (!is) throw new Error("the thread answered something else");
  return value;
}
