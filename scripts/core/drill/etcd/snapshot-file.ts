/** What the file of an etcd snapshot says of itself, without any program of etcd. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setImmediate as pause } from "node:timers/promises";
import { SnapshotCheck } from "../../sources/etcd-snapshot";
import { damaged, type ReadAt, readMeta, Trees } from "./bbolt";

export interface SnapshotContent {
  /** The newest revision of a key. */
  readonly revision: number;
  /** Revisions of keys, those of deleted keys included. */
  readonly revisions: number;
  /** Buckets of etcd, by name. */
  readonly buckets: readonly string[];
  /** Pages that are in use. */
  readonly pages: number;
  readonly pageSize: number;
}

/** Bucket of all revisions. Source: etcd 3.4 to 3.6, mvcc/kvstore.go (server/storage/schema/bucket.go). */
const KEY_BUCKET = "key";
/** A revision: 8 bytes, `_`, 8 bytes; and `t` behind them where it deletes the key. Source: mvcc/revision.go. */
const REVISION_BYTES = 17;
const SEPARATOR = "_".charCodeAt(0);

/** Pages between two looks at what else goes on. */
const PAGES_AT_ONCE = 256;
const DIGEST_CHUNK_BYTES = 1024 * 1024;

/** Whether the digest at the snapshot's end is that of the rest. @returns the problem, or `undefined`. */
export async function snapshotProblem(file: string, signal: AbortSignal): Promise<string | undefined> {
  return withFile(file, async (readAt, size) => {
    const check = new SnapshotCheck();
    for (let at = 0; at < size; at += DIGEST_CHUNK_BYTES) {
      check.update(readAt(at, DIGEST_CHUNK_BYTES));
      await pause();
      signal.throwIfAborted();
    }
    return check.finish();
  });
}

/** Reads every page of the database that is in use. @throws OperatorError `notAuthentic` when it is not whole. */
export async function readSnapshot(file: string, signal: AbortSignal): Promise<SnapshotContent> {
  return withFile(file, async (readAt, size) => {
    const meta = readMeta(readAt);
    if (meta.pages * meta.pageSize > size)
      throw damaged(`has ${meta.pages} pages of ${meta.pageSize} bytes, and the file ${size} bytes`);
    const trees = new Trees(readAt, meta);
    const buckets: string[] = [];
    const newest = { revision: 0, revisions: 0 };
    let breath = 0;
    for (const page of trees.entries())
      for (const { key, value, isBucket } of page) {
        if (!isBucket) throw damaged("has a key outside of all buckets");
        const name = key.toString("latin1");
        buckets.push(name);
        for (const entries of trees.entries(value)) {
          if (name === KEY_BUCKET) for (const entry of entries) see(entry.key, newest);
          if (++breath % PAGES_AT_ONCE !== 0) continue;
          await pause();
          signal.throwIfAborted();
        }
      }
    if (!buckets.includes(KEY_BUCKET))
      throw damaged(`has no bucket '${KEY_BUCKET}': it is not one of etcd's`);
    return { ...newest, buckets, pages: trees.pagesRead, pageSize: meta.pageSize };
  });
}

function see(key: Buffer, newest: { revision: number; revisions: number }): void {
  if (key.length < REVISION_BYTES || key[8] !== SEPARATOR) throw damaged("has a key that is no revision");
  newest.revision = Number(key.readBigUInt64BE(0)); // in order, so that the last one is the newest
  newest.revisions += 1;
}

async function withFile<T>(file: string, work: (readAt: ReadAt, size: number) => Promise<T>): Promise<T> {
  const fd = openSync(file, "r");
  try {
    const readAt: ReadAt = (position, length) => {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(fd, bytes, 0, length, position));
    };
    return await work(readAt, fstatSync(fd).size);
  } finally {
    closeSync(fd);
  }
}
