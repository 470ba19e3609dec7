import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { OperatorError } from "../../errors";
import { namelessFile } from "../places/nameless-file";
import { noTemporary } from "./no-temporary";

/** Bytes kept in memory before a spool goes to a file: 64 MiB (decision 7 of docs/architecture.md). */
export const SPOOL_MEMORY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Bytes of one read of the spool file. */
const READ_BYTES = 256 * 1024;

export interface SpoolOptions {
  /**
   * Bytes kept in memory; anything longer goes to a file.
   * @default 64 MiB
   */
  readonly memoryLimitBytes?: number;
  /**
   * Directory of the file.
   * @default - the operating system's directory for temporary files (`TMPDIR`)
   */
  readonly tmpDir?: string;
  /** Called with each chunk of the source that is not read any more: it went to the file, or {@link Spool.free} was called. */
  readonly onChunkFree?: ((chunk: Buffer) => void) | undefined;
}

/** Bytes that were read to their end and can be read again. */
export interface Spool {
  /** Bytes. */
  readonly size: number;
  /** The bytes from the first one; may be called again. */
  stream(): Readable;
  /** Says that every reader has read to the end. The bytes cannot be read again. */
  free(): void;
  /** Frees the memory and the file. */
  dispose(): Promise<void>;
}

/**
 * Reads `source` to its end before anything is done with it: in memory while short, in a 0600 file without a name, so
 * that no crash leaves plaintext behind, when long.
 *
 * @throws whatever `source` fails with, and {@link OperatorError} `target` when the file cannot be written.
 */
export async function spool(source: AsyncIterable<Buffer>, options: SpoolOptions = {}): Promise<Spool> {
  const { memoryLimitBytes = SPOOL_MEMORY_LIMIT_BYTES, tmpDir = tmpdir(), onChunkFree = () => {} } = options;
  const chunks: Buffer[] = [];
  let size = 0;
  let file: FileHandle | undefined;
  const appendAndFree = async (into: FileHandle, chunk: Buffer): Promise<void> => {
    await append(into, chunk, tmpDir);
    onChunkFree(chunk);
  };
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (file === undefined) {
        chunks.push(chunk);
        if (size <= memoryLimitBytes) continue;
        file = await namelessFile(tmpDir).catch((cause: unknown) => {
          throw noTemporary(tmpDir, cause);
        });
        for (const kept of chunks.splice(0)) await appendAndFree(file, kept);
      } else await appendAndFree(file, chunk);
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  const handle = file;
  return {
    size,
    stream: () => Readable.from(handle === undefined ? chunks : read(handle, size), { objectMode: false }),
    free: () => {
      for (const chunk of chunks.splice(0)) onChunkFree(chunk);
    },
    dispose: async () => {
      chunks.length = 0;
      await handle?.close();
    },
  };
}

/** Writes all of `chunk`: the kernel may take less at a time. */
async function append(file: FileHandle, chunk: Buffer, directory: string): Promise<void> {
  try {
    for (let written = 0; written < chunk.length; )
      written += (await file.write(chunk, written, chunk.length - written)).bytesWritten;
  } catch (cause) {
    throw noTemporary(directory, cause);
  }
}

async function* read(file: FileHandle, size: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < size; ) {
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, size - position));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0)
      throw new OperatorError("target", "the temporary file became shorter while it was read");
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
