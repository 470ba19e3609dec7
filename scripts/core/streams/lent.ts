/** Bytes whose memory is used again. */

/** Some of them, until they are given back. */
export interface Lent {
  readonly bytes: Buffer;
  /** Says that nobody reads them any more; other bytes may stand there a moment later. */
  giveBack(): void;
}

/** Bytes that stand in one place or in several, one behind the other. */
export interface LentPieces {
  readonly pieces: readonly Buffer[];
  /** Bytes of all of them. */
  readonly length: number;
  /** As of {@link Lent}: of all of them. */
  giveBack(): void;
}

/** The pieces alone, those that came together until the next ones are asked for. */
export async function* eachInTurn(
  lent: AsyncIterable<LentPieces>,
): AsyncGenerator<readonly Buffer[], void, undefined> {
  for await (const { pieces, giveBack } of lent) {
    yield pieces;
    giveBack();
  }
}
