import { OperatorError } from "../../errors";

/**
 * The same bytes, once the first of them is there: a closed stdin, `</dev/null` and a producer that failed at once all look like an
 * empty pipe, and like success.
 *
 * @throws OperatorError `source` when there are none.
 */
export async function notEmpty(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const chunks = source[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await chunks.next();
    if (done === true) throw nothingCame("stdin");
    if (value.length > 0) return continued(value, chunks);
  }
}

/** @param from what was to write something. */
export function nothingCame(from: string): OperatorError {
  return new OperatorError("source", `nothing came from ${from}, not one byte`, {
    hint: "check that what writes to it ran; give --allow-empty if it may write nothing",
  });
}

async function* continued(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
