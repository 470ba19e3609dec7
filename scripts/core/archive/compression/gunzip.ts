/** Opens gzip: members that say how long they are in threads, several at once; from the first that does not on, one after the other. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AnsweringThread, ThreadCrew } from "../../streams/answering-thread";
import type { ByteReader } from "../../streams/byte-reader";
import { contentBytes, MEMBER_HEAD_BYTES, memberBytes } from "./gzip-member";

/** A member, given away, and how many bytes it holds. */
export interface MemberJob {
  readonly member: Uint8Array<ArrayBuffer>;
  readonly bytes: number;
}

type MemberReply = { readonly data: Uint8Array<ArrayBuffer> } | { readonly problem: string };

/** A member that is not what it says. */
export class GzipMemberError extends Error {
  override readonly name = "GzipMemberError";
}

/** More threads than this wait for the rest of a restore. Each takes about 10 MiB. */
const MAX_THREADS = 4;

/** Longest member, and content of one, for a thread: 4 MiB. `backup` makes none that holds more than 3 MiB. */
const MAX_MEMBER_BYTES = 4 * 1024 * 1024;

const WORKER_FILE = join(__dirname, "inflate-worker.js");

/**
 * @param inOrder opens what does not say its length.
 * @throws {@link GzipMemberError}, or whatever `source` or `inOrder` fail with.
 */
export async function* gunzip(
  source: ByteReader,
  inOrder: (rest: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  const start = () => new AnsweringThread<MemberJob, MemberReply>(WORKER_FILE);
  const crew = new ThreadCrew(Math.min(availableParallelism(), MAX_THREADS), start);
  const running: Promise<MemberReply>[] = [];
  let rest: AsyncIterable<Buffer> | undefined;
  try {
    for (let more = true; more || running.length > 0; ) {
      while (more && running.length < crew.limit) {
        const job = await nextJob(source);
        more = job !== "end" && !("rest" in job);
        if (job === "end") continue;
        if ("rest" in job) rest = job.rest;
        else running.push(quiet(crew.ask(job, [job.member.buffer])));
      }
      const reply = await running.shift();
      if (reply === undefined) continue;
      if ("problem" in reply) throw new GzipMemberError(reply.problem);
      yield Buffer.from(reply.data.buffer, reply.data.byteOffset, reply.data.length);
    }
  } finally {
    await crew.end();
  }
  if (rest !== undefined) yield* inOrder(rest);
}

/** It fails when its turn comes. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

async function nextJob(
  source: ByteReader,
): Promise<MemberJob | "end" | { readonly rest: AsyncIterable<Buffer> }> {
  if (await source.atEnd()) return "end";
  const length = memberBytes(await source.peek(MEMBER_HEAD_BYTES)) ?? Number.POSITIVE_INFINITY;
  if (length > MAX_MEMBER_BYTES) return { rest: source.take() };
  const member = Buffer.allocUnsafeSlow(length);
  if ((await source.copyTo(member)) < length) throw new GzipMemberError("the last member is cut");
  const bytes = contentBytes(member);
  if (bytes > MAX_MEMBER_BYTES) return { rest: chained(member, source) };
  return { member: new Uint8Array(member.buffer), bytes };
}

async function* chained(first: Buffer, source: ByteReader): AsyncGenerator<Buffer> {
  yield first;
  yield* source.take();
}
