/** Cuts gzip into what threads open: members that say how long they are. */
import { isSharedArrayBuffer } from "node:util/types";
import type { Place } from "../../crew/protocol";
import type { SharedMemory } from "../../crew/shared-memory";
import type { LentPieces } from "../../streams/lent";
import type { LentReader } from "../../streams/lent-reader";
import { contentBytes, MEMBER_HEAD_BYTES, memberBytes } from "./gzip-member";
import { type StoredContent, storedContent } from "./stored-content";

/** A member that is not what it says. */
export class GzipMemberError extends Error {
  override readonly name = "GzipMemberError";
}

/** Longest member, and content of one, for a thread: 4 MiB. `backup` makes none that holds more than 3 MiB. */
const MAX_MEMBER_BYTES = 4 * 1024 * 1024;

/** Bytes at the end of a member that say how long its content is. */
const SIZE_BYTES = 4;

/** A member in memory that threads share. */
export interface SharedMember {
  readonly places: readonly Place[];
  /** Bytes that it holds, by its own account. */
  readonly bytes: number;
  giveBack(): void;
}

/** A member whose content stands in it as it is. */
export interface StoredMember extends StoredContent {
  giveBack(): void;
}

/** One thing to do for a thread: stored members that have come together, or another one. */
export type Unit = { readonly stored: readonly StoredMember[] } | { readonly member: SharedMember };

/**
 * @param memory for what does not stand in memory that is shared: it is copied.
 * @returns what follows the last member that says how long it is, if anything does.
 * @throws {@link GzipMemberError}, or whatever `source` fails with.
 */
export async function* unitsOf(
  source: LentReader,
  memory: SharedMemory,
): AsyncGenerator<Unit, AsyncIterable<LentPieces> | undefined, undefined> {
  let stored: StoredMember[] = [];
  for (;;) {
    const next = await nextMember(source);
    const member = "member" in next ? shared(next.member, memory) : undefined;
    const content = member && storedContent(member);
    if (member !== undefined && content !== undefined) stored.push({ ...content, giveBack: member.giveBack });
    // With something in hand, what has not come yet is not waited for.
    if (stored.length > 0 && (content === undefined || !(await isNextThere(source)))) {
      yield { stored };
      stored = [];
    }
    if ("rest" in next) return next.rest;
    if (member !== undefined && content === undefined) {
      const { pieces, giveBack } = member;
      yield { member: { places: pieces, bytes: contentBytes(endOf(member)), giveBack } };
    }
  }
}

async function isNextThere(source: LentReader): Promise<boolean> {
  if (source.ready < MEMBER_HEAD_BYTES) return false;
  const length = memberBytes(await source.peek(MEMBER_HEAD_BYTES));
  return length !== undefined && length <= source.ready;
}

async function nextMember(
  source: LentReader,
): Promise<{ readonly member: LentPieces } | { readonly rest: AsyncIterable<LentPieces> | undefined }> {
  if (await source.atEnd()) return { rest: undefined };
  const length = memberBytes(await source.peek(MEMBER_HEAD_BYTES)) ?? Number.POSITIVE_INFINITY;
  if (length > MAX_MEMBER_BYTES) return { rest: source.rest() };
  const member = await source.take(length);
  if (member.length < length) throw new GzipMemberError("the last member is cut");
  return contentBytes(endOf(member)) > MAX_MEMBER_BYTES ? { rest: chained(member, source) } : { member };
}

/** The last bytes of a member. */
function endOf({ pieces }: Pick<LentPieces, "pieces">): Buffer {
  const last = pieces.at(-1) ?? Buffer.alloc(0);
  return last.length >= SIZE_BYTES ? last : Buffer.concat(pieces.slice(-SIZE_BYTES));
}

async function* chained(first: LentPieces, source: LentReader): AsyncGenerator<LentPieces> {
  yield first;
  yield* source.rest();
}

interface SharedPieces extends LentPieces {
  readonly pieces: readonly Buffer<SharedArrayBuffer>[];
}

function shared(member: LentPieces, memory: SharedMemory): SharedPieces {
  if (isShared(member)) return member;
  const place = memory.take(member.length);
  let at = 0;
  for (const piece of member.pieces) {
    place.set(piece, at);
    at += piece.length;
  }
  member.giveBack();
  const copy = Buffer.from(place.buffer, place.byteOffset, place.length);
  return { pieces: [copy], length: copy.length, giveBack: () => memory.give(place) };
}

const isShared = (member: LentPieces): member is SharedPieces =>
  member.pieces.every(({ buffer }) => isSharedArrayBuffer(buffer));
