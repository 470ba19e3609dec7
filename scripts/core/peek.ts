/** A look at what a stream begins with. */
export interface Peeked {
  /** At least so many bytes as were asked for, unless there are fewer. */
  readonly start: Buffer;
  /** Everything, from the first byte. */
  readonly all: AsyncGenerator<Buffer, void, undefined>;
}

/** Waits for the first bytes of a stream. */
export async function peek(source: AsyncIterable<Buffer>, bytes: number): Promise<Peeked> {
  const chunks = source[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  while (start.length < bytes) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    start = start.length === 0 ? value : Buffer.concat([start, value]);
  }
  return { start, all: prepended(start, chunks) };
}

async function* prepended(
  start: Buffer,
  rest: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  if (start.length > 0) yield start;
  yield* { [Symbol.asyncIterator]: () => rest };
}
