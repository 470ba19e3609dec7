/** A list that may have a million things in it, each with a path: kept as bytes, a fifth of what objects take. */
import { tmpdir } from "node:os";
import { BlockFile, type BlockPlace } from "./block-file";
import { PackReader, PackWriter } from "./bytes";

/** How a thing is written down, but for its path. */
export interface Packing<T> {
  write(bytes: PackWriter, item: T): void;
  read(path: string, bytes: PackReader): T;
}

/** Things that are unpacked at once. */
const BLOCK_ITEMS = 256;
/** A block that is as long as this is closed, too: 64 KiB. */
const BLOCK_BYTES = 64 * 1024;
/** Bytes from which on {@link PackedList.spill} makes use of a file: 8 MiB, some 200,000 files. */
const SPILL_BYTES = 8 * 1024 * 1024;

/**
 * In the order in which they are added. Of a path, what it begins with as the one before it does is not written again, so that in an order of
 * directory by directory each name is kept once.
 */
export class PackedList<T extends { readonly path: string }> implements Iterable<T> {
  private readonly blocks: (Buffer | BlockPlace)[] = [];
  private shelf = new Shelf();
  private file: BlockFile | undefined;
  private inFile = { blocks: 0, bytes: 0 };
  private hasNoFile = false;
  private readonly open = new PackWriter();
  private inOpen = 0;
  private last = Buffer.alloc(0);
  private count = 0;
  private packed = 0;
  constructor(private readonly packing: Packing<T>) {}

  get length(): number {
    return this.count;
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return this.packed + this.open.length;
  }

  add(item: T): void {
    const path = Buffer.from(item.path);
    const shared = this.inOpen === 0 ? 0 : sharedLength(this.last, path);
    this.open.uint(shared);
    this.open.uint(path.length - shared);
    this.open.raw(path.subarray(shared));
    this.packing.write(this.open, item);
    this.last = path;
    this.count += 1;
    this.inOpen += 1;
    if (this.inOpen < BLOCK_ITEMS && this.open.length < BLOCK_BYTES) return;
    this.blocks.push(this.shelf.put(this.open.view()));
    this.packed += this.open.length;
    this.open.clear();
    this.inOpen = 0;
  }

  /**
   * Gives memory back, where much is kept: to a file without a name. Where there can be none, or its disk is full, all stays in memory.
   * @param directory of the file.
   */
  async spill(directory = tmpdir()): Promise<void> {
    if (this.hasNoFile || this.packed - this.inFile.bytes < SPILL_BYTES) return;
    try {
      this.file ??= await BlockFile.open(directory);
      for (; this.inFile.blocks < this.blocks.length; this.inFile.blocks += 1) {
        const block = this.block(this.inFile.blocks);
        this.blocks[this.inFile.blocks] = this.file.put(block);
        this.inFile.bytes += block.length;
      }
      this.shelf = new Shelf();
    } catch {
      this.hasNoFile = true;
    }
  }

  /** Removes the file, if there is one; the list is of no more use then. */
  async close(): Promise<void> {
    await this.file?.close();
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let at = 0; at < this.blocks.length; at += 1) yield* this.unpack(this.block(at));
    yield* this.unpack(this.open.view());
  }

  /** The last one first. */
  *reversed(): Generator<T, void, undefined> {
    yield* this.unpack(this.open.view()).reverse();
    for (let at = this.blocks.length - 1; at >= 0; at -= 1) yield* this.unpack(this.block(at)).reverse();
  }

  private block(index: number): Buffer {
    const kept = this.blocks[index] as Buffer | BlockPlace;
    return Buffer.isBuffer(kept) ? kept : (this.file as BlockFile).get(kept);
  }

  private unpack(block: Buffer): T[] {
    const items: T[] = [];
    const reader = new PackReader(block);
    let path = Buffer.alloc(0);
    while (!reader.atEnd) {
      const shared = reader.uint();
      path = Buffer.concat([path.subarray(0, shared), reader.raw(reader.uint())]);
      items.push(this.packing.read(path.toString(), reader));
    }
    return items;
  }
}

/** Bytes of memory for blocks: 64 KiB at first, then 1 MiB. What stays, in small pieces, between what comes and goes keeps all of that from the system. */
const SHELF_BYTES = { first: 64 * 1024, next: 1024 * 1024 } as const;

class Shelf {
  private room = Buffer.alloc(0);
  private bytes: number = SHELF_BYTES.first;

  /** @returns a copy that stays. */
  put(block: Buffer): Buffer {
    if (this.room.length < block.length) {
      this.room = Buffer.allocUnsafeSlow(Math.max(block.length, this.bytes));
      this.bytes = SHELF_BYTES.next;
    }
    const kept = this.room.subarray(0, block.copy(this.room));
    this.room = this.room.subarray(kept.length);
    return kept;
  }
}

/** Bytes that both begin with. */
function sharedLength(one: Buffer, other: Buffer): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}
