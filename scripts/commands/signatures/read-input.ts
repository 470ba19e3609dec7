import { openInput } from "../../core/streams/byte-source";
import type { CommandIo } from "../io";

/** Reads a file, which must not change meanwhile, or a pipe. */
export async function readInput<T>(
  name: string,
  { stdin }: CommandIo,
  read: (message: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const { stream, assertUnchanged } = await openInput(name, stdin);
  try {
    const result = await read(stream);
    await assertUnchanged();
    return result;
  } finally {
    stream.destroy();
  }
}
