/** Blocks of bytes on the disk, in a file without a name, which its owner alone may read. */
import { readSync, writeSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { OperatorError } from "../../../errors";
import { reasonOf } from "../../../system-codes";
import { namelessFile } from "../../places/nameless-file";

/** Where a block stands. */
export interface BlockPlace {
  readonly at: number;
  readonly length: number;
}

export class BlockFile {
  private end = 0;
  private constructor(private readonly file: FileHandle) {}

  /** @throws the system's error. */
  static async open(directory: string): Promise<BlockFile> {
    return new BlockFile(await namelessFile(directory));
  }

  /** @throws the system's error; the block is not kept then. */
  put(block: Buffer): BlockPlace {
    const place = { at: this.end, length: block.length };
    for (let done = 0; done < block.length; )
      done += writeSync(this.file.fd, block, done, block.length - done, place.at + done);
    this.end += block.length;
    return place;
  }

  /** @throws OperatorError `target` when it cannot be read back. */
  get({ at, length }: BlockPlace): Buffer {
    const block = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      const read = this.read(block, done, at + done);
      if (read === 0) throw notReadBack("it became shorter");
      done += read;
    }
    return block;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private read(block: Buffer, from: number, at: number): number {
    try {
      return readSync(this.file.fd, block, from, block.length - from, at);
    } catch (cause) {
      throw notReadBack(reasonOf(cause), cause);
    }
  }
}

const notReadBack = (why: string, cause?: unknown): OperatorError =>
  new OperatorError("target", `a temporary file cannot be read back: ${why}`, {
    hint: "set TMPDIR to a directory on a disk that is sound",
    cause,
  });
