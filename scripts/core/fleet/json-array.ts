/** Objects of a JSON array, one in memory at a time: the array itself may have gigabytes. */
import { OperatorError } from "../../errors";

/** Bytes of one object: input and output of an execution, each of 256 KiB at most, escaped. */
const MAX_ITEM_BYTES = 2 * 1024 ** 2;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [...'"\\[]{}'].map((each) =>
  each.charCodeAt(0),
);
const BETWEEN = new Set([..." \t\r\n,"].map((each) => each.charCodeAt(0)));

/**
 * @param what is read, for messages.
 * @throws OperatorError `source`, with the number of the object, for what is no such array, or ends too early.
 */
export async function* jsonObjects(source: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<unknown> {
  let [depth, number, bytes] = [0, 1, 0];
  let [inText, escaped, ended] = [false, false, false];
  let parts: Uint8Array[] = [];
  const wrong = (problem: string): OperatorError =>
    new OperatorError("source", `${what}, object ${number}: ${problem}`, {
      hint: "fetch the results again, as Step Functions wrote them",
    });
  const keep = (part: Uint8Array): void => {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_ITEM_BYTES) throw wrong(`it is longer than ${MAX_ITEM_BYTES} bytes`);
  };
  for await (const chunk of source) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (depth === 0) {
        if (BETWEEN.has(byte)) continue;
        if (byte !== OPEN_LIST || ended) throw wrong("it is no JSON array");
        depth = 1;
      } else if (depth === 1) {
        if (BETWEEN.has(byte)) continue;
        if (byte === CLOSE_LIST) [depth, ended] = [0, true];
        else if (byte === OPEN) [depth, from] = [2, at];
        else throw wrong("it is no JSON object");
      } else if (byte === QUOTE) inText = true;
      else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth -= 1;
        if (depth > 1) continue;
        keep(chunk.subarray(from, at + 1));
        yield parsed(Buffer.concat(parts).toString("utf8"), wrong);
        [parts, bytes] = [[], 0];
        number += 1;
      }
    }
    if (depth > 1) keep(chunk.subarray(from));
  }
  if (!ended) throw wrong("the file ends before it");
}

function parsed(text: string, wrong: (problem: string) => OperatorError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong("it is not JSON");
  }
}
