/** What can be told of an etcd snapshot from its bytes. Source: etcd 3.5, client/v3/snapshot/v3_snapshot.go. */
import { createHash } from "node:crypto";
import { OperatorError } from "../../errors";
import type { ArchiveSink } from "../archive/reading/read";
import type { Body, Pieces } from "../archive/reading/tar-reader";

/** Name of the snapshot inside a backup. */
export const SNAPSHOT_PATH = "snapshot.db";

/** `snapshot save` puts the SHA-256 of the database behind it. */
const DIGEST_BYTES = 32;
/** The database is made of pages, whose size is a multiple of this; so a snapshot that carries its digest is known by its length. */
const PAGE_UNIT_BYTES = 512;

/** Digests a snapshot as its bytes pass, and compares with the digest at its end. */
export class SnapshotCheck {
  private readonly hash = createHash("sha256");
  private tail: Buffer = Buffer.alloc(0);
  private size = 0;

  update(chunk: Buffer): void {
    this.size += chunk.length;
    const all = this.tail.length === 0 ? chunk : Buffer.concat([this.tail, chunk]);
    const cut = Math.max(0, all.length - DIGEST_BYTES);
    this.hash.update(all.subarray(0, cut));
    this.tail = Buffer.from(all.subarray(cut)); // whoever gave the chunk may use it again
  }

  /** The problem with the snapshot, or `undefined`. Call it once, at the end. */
  finish(): string | undefined {
    if (this.size <= DIGEST_BYTES || this.size % PAGE_UNIT_BYTES !== DIGEST_BYTES)
      return `has ${this.size} bytes, which no snapshot with a digest at its end has`;
    return this.hash.digest().equals(this.tail) ? undefined : "does not match the SHA-256 at its own end";
  }
}

/** Looks at the snapshot of a backup of etcd while it goes by; everything else is left alone. */
export function checkingSnapshots(sink: ArchiveSink): ArchiveSink {
  return {
    directory: (member) => sink.directory(member),
    symlink: (member) => sink.symlink(member),
    file: async (member, body) => {
      if (member.path !== SNAPSHOT_PATH) return sink.file(member, body);
      const check = new SnapshotCheck();
      await sink.file(member, tee(body, check));
      const problem = check.finish();
      if (problem !== undefined) throw badSnapshot("notAuthentic", problem);
    },
  };
}

async function* tee(body: Body, check: SnapshotCheck): AsyncGenerator<Pieces> {
  for await (const pieces of body) {
    for (const piece of pieces) check.update(piece);
    yield pieces;
  }
}

export function badSnapshot(exit: "source" | "notAuthentic", problem: string): OperatorError {
  return new OperatorError(exit, `the etcd snapshot ${problem}`, {
    hint: exit === "source" ? "take it again; look at the logs of etcd" : "verify an older backup",
  });
}
