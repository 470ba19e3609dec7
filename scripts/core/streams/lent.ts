/** Bytes whose memory is used again. */

/** Some of them, until they are given back. */
export interface Lent {
  readonly bytes: Buffer;
  /** Says that nobody reads them any more; other bytes may stand there a moment later. */
  giveBack(): void;
}

/** The bytes alone, each chunk until the next one is asked for. */
export async function* eachInTurn(lent: AsyncIterable<Lent>): AsyncGenerator<Buffer, void, undefined> {
  for await (const { bytes, giveBack } of lent) {
    yield bytes;
    giveBack();
  }
}
