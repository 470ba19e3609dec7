/** A list that may have a million things in it, each with a path: kept as bytes, a fifth of what objects take. */
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

/**
 * In the order in which they are added. Of a path, what it begins with as the one before it does is not written again, so that in an order of
 * directory by directory each name is kept once.
 */
export class PackedList<T extends { readonly path: string }> implements Iterable<T> {
  private readonly blocks: Buffer[] = [];
  private readonly shelf = new Shelf();
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

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (const block of this.blocks) yield* this.unpack(block);
    yield* this.unpack(this.open.view());
  }

  /** The last one first. */
  *reversed(): Generator<T, void, undefined> {
    yield* this.unpack(this.open.view()).reverse();
    for (let at = this.blocks.length - 1; at >= 0; at -= 1)
      yield* this.unpack(this.blocks[at] as Buffer).reverse();
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
