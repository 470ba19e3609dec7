import { openFile } from "../../core/streams/byte-source";
import { OperatorError } from "../../errors";

/**
 * A whole file.
 * @param what it should hold, such as "a signature".
 * @throws OperatorError `source` when it is missing, unreadable, empty, or has more than `max` bytes.
 */
export async function readSmallFile(name: string, max: number, what: string): Promise<Buffer> {
  const file = await openFile(name);
  try {
    const bytes = Buffer.alloc(max + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = (await file.read(bytes, length, bytes.length - length, null)).bytesRead;
    if (length > 0 && length <= max) return bytes.subarray(0, length);
    throw new OperatorError(
      "source",
      `${name} holds no ${what.replace(/^an? /, "")}: it has ${length > max ? `more than ${max}` : "no"} bytes`,
      { hint: `give the file with ${what}` },
    );
  } finally {
    await file.close();
  }
}
