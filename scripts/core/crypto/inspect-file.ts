/** Inspects a message without reading more of a file than its header and the heads of its frames. */
import type { FileHandle } from "node:fs/promises";
import { type Inspection, MessageInspector } from "./message-inspector";

/** Bytes of one read; more than a frame's head only helps where frames are short. */
const READ_BYTES = 16 * 1024;

export async function inspectFile(file: FileHandle, size: number): Promise<Inspection> {
  const inspector = new MessageInspector();
  const buffer = Buffer.alloc(READ_BYTES);
  for (let position = 0; position < size; ) {
    const skippable = Math.min(inspector.skippable, size - position);
    if (skippable > 0) inspector.skip(skippable);
    position += skippable;
    const { bytesRead } = await file.read(buffer, 0, Math.min(READ_BYTES, size - position), position);
    if (bytesRead === 0) break;
    inspector.push(Buffer.from(buffer.subarray(0, bytesRead)));
    position += bytesRead;
  }
  return inspector.finish();
}

export async function inspectStream(chunks: AsyncIterable<Buffer>): Promise<Inspection> {
  const inspector = new MessageInspector();
  for await (const chunk of chunks) inspector.push(chunk);
  return inspector.finish();
}
