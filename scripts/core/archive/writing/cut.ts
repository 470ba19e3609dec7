/** Cuts an archive into what a thread compresses at once. */

import { paddingAfter } from "../tar-header";
import { BLOCK_BYTES, type BlockJob, type Piece } from "./block";
import type { Bytes, Content, Digest, FoundFile } from "./contents";

/** A job, and the files that end in it; those without a digest are read by the thread. */
export interface Block extends BlockJob {
  readonly files: readonly (Digest | FoundFile)[];
}

/** Bytes up to this length are copied next to each other, longer ones have a piece of their own: 16 KiB. */
const SMALL_BYTES = 16 * 1024;

/** Blocks are at least {@link BLOCK_BYTES} long, but for the last, and less than that and a whole file or read. */
export async function* cut(contents: AsyncIterable<Content>): AsyncGenerator<Block> {
  let next = new Filling();
  for await (const content of contents) {
    if ("bytes" in content)
      for (const part of slices(content)) {
        next.bytesOf(part);
        if (next.bytes < BLOCK_BYTES) continue;
        yield next.block();
        next = new Filling();
      }
    else next.file(content);
    if (next.bytes < BLOCK_BYTES) continue;
    yield next.block();
    next = new Filling();
  }
  if (!next.empty) yield next.block();
}

function* slices({ bytes, fresh }: Bytes): Generator<Bytes> {
  if (bytes.length <= BLOCK_BYTES) yield { bytes, fresh };
  else
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES)
      yield { bytes: bytes.subarray(at, at + BLOCK_BYTES), fresh: false };
}

class Filling {
  bytes = 0;
  private readonly pieces: Piece[] = [];
  private readonly files: Block["files"][number][] = [];
  private readonly small: Buffer[] = [];

  get empty(): boolean {
    return this.bytes === 0 && this.files.length === 0;
  }

  bytesOf({ bytes, fresh }: Bytes): void {
    this.bytes += bytes.length;
    if (bytes.length > SMALL_BYTES) this.pieces.push(owned(bytes, fresh));
    else if (bytes.length > 0) {
      this.small.push(bytes);
      this.pieces.push(bytes.length);
    }
  }

  file(content: Digest | FoundFile): void {
    this.files.push(content);
    if ("digest" in content) return;
    const { file } = content;
    this.pieces.push(file);
    this.bytes += file.size + paddingAfter(file.size);
  }

  block(): Block {
    const { pieces, files, bytes } = this;
    return { small: new Uint8Array(Buffer.concat(this.small)), pieces, files, bytes };
  }
}

/** A buffer that can be given away: itself, or a copy. */
function owned(bytes: Buffer, fresh: boolean): Uint8Array<ArrayBuffer> {
  return fresh && bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes);
}
