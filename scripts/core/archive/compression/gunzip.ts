/** Opens gzip: members that say how long they are in threads, several at once; from the first that does not on, one after the other. */
import type { Place } from "../../crew/protocol";
import type { WorkCrew } from "../../crew/work-crew";
import type { LentPieces } from "../../streams/lent";
import type { LentReader } from "../../streams/lent-reader";
import { GzipMemberError, type SharedMember, type StoredMember, unitsOf } from "./gzip-units";

/**
 * @param inOrder opens what does not say its length.
 * @throws {@link GzipMemberError}, or whatever `source` or `inOrder` fail with.
 */
export async function* gunzip(
  source: LentReader,
  crew: WorkCrew,
  inOrder: (rest: AsyncIterable<LentPieces>) => AsyncIterable<LentPieces>,
): AsyncGenerator<LentPieces, void, undefined> {
  const units = unitsOf(source, crew.memory);
  const running: Promise<LentPieces>[] = [];
  let rest: AsyncIterable<LentPieces> | undefined;
  for (let more = true; more || running.length > 0; ) {
    while (more && running.length < crew.limit) {
      const { done, value } = await units.next();
      more = done !== true;
      if (done === true) rest = value ?? undefined;
      else
        running.push(quiet("stored" in value ? checked(value.stored, crew) : inflated(value.member, crew)));
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

/** What the members hold, where it stands. */
async function checked(stored: readonly StoredMember[], crew: WorkCrew): Promise<LentPieces> {
  if (!(await crew.check(stored))) throw new GzipMemberError("another checksum");
  return {
    pieces: stored.flatMap(({ pieces }) => pieces),
    length: stored.reduce((sum, { length }) => sum + length, 0),
    giveBack: () => {
      for (const member of stored) member.giveBack();
    },
  };
}

async function inflated({ places, bytes, giveBack }: SharedMember, crew: WorkCrew): Promise<LentPieces> {
  const into: Place = crew.memory.take(bytes);
  const problem = await crew.inflate(places, into);
  giveBack();
  if (problem !== undefined) throw new GzipMemberError(problem);
  return {
    pieces: [Buffer.from(into.buffer, into.byteOffset, into.length)],
    length: bytes,
    giveBack: () => crew.memory.give(into),
  };
}
