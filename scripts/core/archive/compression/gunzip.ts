/** Opens gzip: members that say how long they are in threads, several at once; from the first that does not on, one after the other. */
import { isSharedArrayBuffer } from "node:util/types";
import type { Place } from "../../crew/protocol";
import type { WorkCrew } from "../../crew/work-crew";
import type { Lent } from "../../streams/lent";
import type { LentPieces, LentReader } from "../../streams/lent-reader";
import { contentBytes, MEMBER_HEAD_BYTES, memberBytes } from "./gzip-member";

/** A member that is not what it says. */
export class GzipMemberError extends Error {
  override readonly name = "GzipMemberError";
}

/** Longest member, and content of one, for a thread: 4 MiB. `backup` makes none that holds more than 3 MiB. */
const MAX_MEMBER_BYTES = 4 * 1024 * 1024;

/** Bytes at the end of a member that say how long its content is. */
const SIZE_BYTES = 4;

/**
 * @param inOrder opens what does not say its length.
 * @throws {@link GzipMemberError}, or whatever `source` or `inOrder` fail with.
 */
export async function* gunzip(
  source: LentReader,
  crew: WorkCrew,
  inOrder: (rest: AsyncIterable<Lent>) => AsyncIterable<Lent>,
): AsyncGenerator<Lent, void, undefined> {
  const running: Promise<Lent>[] = [];
  let rest: AsyncIterable<Lent> | undefined;
  for (let more = true; more || running.length > 0; ) {
    while (more && running.length < crew.limit) {
      const next = await nextMember(source);
      more = next !== "end" && !("rest" in next);
      if (next === "end") continue;
      if ("rest" in next) rest = next.rest;
      else running.push(quiet(inflated(next.member, next.bytes, crew)));
    }
    const content = await running.shift();
    if (content !== undefined) yield content;
  }
  if (rest !== undefined) yield* inOrder(rest);
}

/** It fails when its turn comes. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

async function inflated(member: LentPieces, bytes: number, crew: WorkCrew): Promise<Lent> {
  const { memory } = crew;
  const places = member.pieces.map(asPlace).filter((place) => place !== undefined);
  const copy =
    places.length === member.pieces.length ? undefined : copied(member, memory.take(member.length));
  const into = memory.take(bytes);
  const problem = await crew.inflate(copy === undefined ? places : [copy], into);
  if (copy !== undefined) memory.give(copy);
  member.giveBack();
  if (problem !== undefined) throw new GzipMemberError(problem);
  return {
    bytes: Buffer.from(into.buffer, into.byteOffset, into.length),
    giveBack: () => memory.give(into),
  };
}

/** A buffer that is one, as whoever takes places sees it. */
const asPlace = ({ buffer, byteOffset, length }: Buffer): Place | undefined =>
  isSharedArrayBuffer(buffer) ? new Uint8Array(buffer, byteOffset, length) : undefined;

function copied({ pieces }: LentPieces, place: Place): Place {
  let at = 0;
  for (const piece of pieces) {
    place.set(piece, at);
    at += piece.length;
  }
  return place;
}

async function nextMember(
  source: LentReader,
): Promise<
  "end" | { readonly member: LentPieces; readonly bytes: number } | { readonly rest: AsyncIterable<Lent> }
> {
  if (await source.atEnd()) return "end";
  const length = memberBytes(await source.peek(MEMBER_HEAD_BYTES)) ?? Number.POSITIVE_INFINITY;
  if (length > MAX_MEMBER_BYTES) return { rest: source.rest() };
  const member = await source.take(length);
  if (member.length < length) throw new GzipMemberError("the last member is cut");
  const bytes = contentBytes(endOf(member));
  if (bytes > MAX_MEMBER_BYTES) return { rest: chained(member, source) };
  return { member, bytes };
}

/** The last bytes of a member. */
function endOf({ pieces }: LentPieces): Buffer {
  const last = pieces.at(-1) ?? Buffer.alloc(0);
  return last.length >= SIZE_BYTES ? last : Buffer.concat(pieces.slice(-SIZE_BYTES));
}

async function* chained(first: LentPieces, source: LentReader): AsyncGenerator<Lent> {
  const last = first.pieces.length - 1;
  for (const [index, bytes] of first.pieces.entries())
    yield { bytes, giveBack: index === last ? first.giveBack : () => {} };
  yield* source.rest();
}
