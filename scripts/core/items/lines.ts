import { OperatorError } from "../../errors";

const NEWLINE = 0x0a;

/**
 * The lines of a stream, each with what ends it.
 * @param limit bytes that one may have; asked again for every chunk.
 * @throws OperatorError `source` when a line is longer.
 */
export async function* lines(
  source: AsyncIterable<Buffer>,
  limit: () => number,
): AsyncGenerator<Buffer, void, undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  for await (const chunk of source) {
    let rest = chunk;
    for (let at = rest.indexOf(NEWLINE); at !== -1; at = rest.indexOf(NEWLINE)) {
      yield Buffer.concat([...parts, rest.subarray(0, at + 1)]);
      rest = rest.subarray(at + 1);
      parts = [];
      length = 0;
      number++;
    }
    length += rest.length;
    if (length > limit())
      throw new OperatorError("source", `line ${number}: it has more than ${limit()} bytes`, {
        hint: "seal files with `sealstack encrypt`, and keep their names in the record",
      });
    if (rest.length > 0) parts.push(rest);
  }
  if (length > 0) yield Buffer.concat(parts);
}
