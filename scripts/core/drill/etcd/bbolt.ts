/**
 * Reads a database of bbolt from its pages, with nothing of bbolt: what an etcd snapshot is made of. Reads every page that can be reached from the newest meta page
 * and checks its header, the order of its keys, and that no page is used twice.
 *
 * Source: go.etcd.io/bbolt 1.3 and 1.4, page.go (internal/common/page.go), bucket.go, db.go: structures as they stand in memory of a little-endian processor.
 */
import { OperatorError } from "../../../errors";

/** Bytes of a file where they stand; fewer at its end. */
export type ReadAt = (position: number, length: number) => Buffer;

const MAGIC = 0xed0cdaed;
const VERSION = 2;
const PAGE_HEADER_BYTES = 16;
const ELEMENT_BYTES = 16;
/** Of a meta page, behind its header, up to its checksum. */
const META_BYTES = 56;
/** Root page and sequence number, in place of a value. */
const BUCKET_BYTES = 16;
const FLAG = { branch: 0x01, leaf: 0x02, meta: 0x04 } as const;
const BUCKET_FLAG = 0x01;
/** Sizes of pages that operating systems have. */
const PAGE_SIZES: readonly number[] = [4096, 8192, 16_384, 32_768, 65_536, 1024, 2048];
/** Levels of a tree, and of buckets in buckets: a tree of a terabyte has fewer than ten. */
const MAX_DEPTH = 64;

export interface Meta {
  readonly pageSize: number;
  /** Page of the bucket that holds the buckets. */
  readonly root: number;
  /** Pages of the whole, in use or not. */
  readonly pages: number;
  /** Number of the transaction that wrote it. */
  readonly transaction: bigint;
}

export interface Entry {
  readonly key: Buffer;
  readonly value: Buffer;
  /** Whether the value is a bucket. */
  readonly isBucket: boolean;
}

/** @throws OperatorError `notAuthentic` when neither of the two meta pages is whole. */
export function readMeta(readAt: ReadAt): Meta {
  const first = metaAt(readAt, 0);
  const sizes = first === undefined ? PAGE_SIZES : [first.pageSize];
  const second = sizes.map((size) => metaAt(readAt, size)).find((meta) => meta !== undefined);
  const newest =
    second !== undefined && (first === undefined || second.transaction > first.transaction) ? second : first;
  if (newest === undefined) throw damaged("has no meta page that is whole");
  return newest;
}

function metaAt(readAt: ReadAt, position: number): Meta | undefined {
  const page = readAt(position, PAGE_HEADER_BYTES + META_BYTES + 8);
  if (page.length < PAGE_HEADER_BYTES + META_BYTES + 8 || (page.readUInt16LE(8) & FLAG.meta) === 0)
    return undefined;
  const meta = page.subarray(PAGE_HEADER_BYTES);
  const isWhole =
    meta.readUInt32LE(0) === MAGIC &&
    meta.readUInt32LE(4) === VERSION &&
    PAGE_SIZES.includes(meta.readUInt32LE(8)) &&
    meta.readBigUInt64LE(META_BYTES) === fnv1a(meta.subarray(0, META_BYTES));
  if (!isWhole) return undefined;
  return {
    pageSize: meta.readUInt32LE(8),
    root: Number(meta.readBigUInt64LE(16)),
    pages: Number(meta.readBigUInt64LE(40)),
    transaction: meta.readBigUInt64LE(48),
  };
}

/** FNV-1a, 64 bits. */
function fnv1a(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash;
}

/** The trees of one database. */
export class Trees {
  /** By number: pages that were seen. */
  private readonly seen: Uint8Array;
  /** Pages that were read, those that belong to a longer one included. */
  pagesRead = 0;

  constructor(
    private readonly readAt: ReadAt,
    private readonly meta: Meta,
  ) {
    this.seen = new Uint8Array(meta.pages);
  }

  /** What a bucket holds, in the order of its keys, page by page. @param value of the bucket; the root of the database without one. */
  *entries(value?: Buffer): Generator<readonly Entry[]> {
    if (value !== undefined && value.length < BUCKET_BYTES) throw damaged("has a bucket without a root");
    const root = value === undefined ? this.meta.root : Number(value.readBigUInt64LE(0));
    const order: Order = { last: undefined };
    // A short bucket stands in place of the number of its page.
    if (root === 0 && value !== undefined)
      yield leafOf(value.subarray(BUCKET_BYTES), "an inline page", order);
    else yield* this.below(root, order, 0);
  }

  private *below(id: number, order: Order, depth: number): Generator<readonly Entry[]> {
    if (depth > MAX_DEPTH) throw damaged(`has a tree of more than ${MAX_DEPTH} levels`);
    const page = this.page(id);
    const flags = page.readUInt16LE(8);
    if (flags === FLAG.leaf) yield leafOf(page, `page ${id}`, order);
    else if (flags === FLAG.branch)
      for (const child of childrenOf(page, id)) yield* this.below(child, order, depth + 1);
    else throw damaged(`has page ${id} of kind ${flags} in a tree`);
  }

  private page(id: number): Buffer {
    const { pageSize, pages } = this.meta;
    if (id < 2 || id >= pages) throw damaged(`leads to page ${id}, of ${pages}`);
    const first = this.readAt(id * pageSize, pageSize);
    if (first.length < pageSize) throw damaged(`ends before page ${id}`);
    if (first.readBigUInt64LE(0) !== BigInt(id)) throw damaged(`has another page in place of page ${id}`);
    const more = first.readUInt32LE(12);
    if (id + more >= pages) throw damaged(`has page ${id} longer than the whole`);
    for (let each = id; each <= id + more; each++) {
      if (this.seen[each] === 1) throw damaged(`uses page ${each} twice`);
      this.seen[each] = 1;
    }
    this.pagesRead += 1 + more;
    if (more === 0) return first;
    const whole = this.readAt(id * pageSize, (1 + more) * pageSize);
    if (whole.length < (1 + more) * pageSize) throw damaged(`ends within page ${id}`);
    return whole;
  }
}

/** The last key that was seen in a bucket. */
interface Order {
  last: Buffer | undefined;
}

function leafOf(page: Buffer, name: string, order: Order): Entry[] {
  const count = countOf(page, name);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    const at = PAGE_HEADER_BYTES + index * ELEMENT_BYTES;
    const start = at + page.readUInt32LE(at + 4);
    const [keySize, valueSize] = [page.readUInt32LE(at + 8), page.readUInt32LE(at + 12)];
    if (start + keySize + valueSize > page.length) throw damaged(`has an entry that leads out of ${name}`);
    const key = page.subarray(start, start + keySize);
    if (order.last !== undefined && Buffer.compare(order.last, key) >= 0)
      throw damaged(`has keys out of order in ${name}`);
    order.last = key;
    entries.push({
      key,
      value: page.subarray(start + keySize, start + keySize + valueSize),
      isBucket: (page.readUInt32LE(at) & BUCKET_FLAG) !== 0,
    });
  }
  return entries;
}

function childrenOf(page: Buffer, id: number): number[] {
  const count = countOf(page, `page ${id}`);
  if (count === 0) throw damaged(`has page ${id} with nothing below it`);
  return Array.from({ length: count }, (_, index) => {
    const at = PAGE_HEADER_BYTES + index * ELEMENT_BYTES;
    return Number(page.readBigUInt64LE(at + 8));
  });
}

function countOf(page: Buffer, name: string): number {
  const count = page.length < PAGE_HEADER_BYTES ? 0 : page.readUInt16LE(10);
  if (PAGE_HEADER_BYTES + count * ELEMENT_BYTES > page.length && count > 0)
    throw damaged(`says that ${name} has ${count} entries, which do not fit into it`);
  return count;
}

export const damaged = (how: string): OperatorError =>
  new OperatorError("notAuthentic", `the database of the snapshot ${how}`, {
    hint: "drill an older backup, and take a new one",
  });
