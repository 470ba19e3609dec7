import { isUtf8 } from "node:buffer";
import {
  accessSync,
  type BigIntStats,
  constants,
  lstatSync,
  readdirSync,
  readlinkSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";
import { ARCHIVE_LIMIT, nameBytes } from "../archive/limits";
import { linkProblem, pathProblem, RESERVED_FOLDER, ROOT_PATH } from "../archive/member";
import { PackedList } from "../archive/packing/packed-list";
import type { MemberToWrite } from "../archive/writing/contents";
import { changed, unreadable } from "../archive/writing/source-error";
import { errorCode } from "../errno";
import { identity } from "../file-identity";
import { kindOf } from "../file-kind";
import type { Directory } from "../places/directory";
import { followArgument } from "./argument";
import { ChangeTimes } from "./change-times";
import { type Found, found, memberOf, wholeSeconds } from "./found";
import { FOUND_PACKING } from "./found-packing";
import { ScanProblems } from "./scan-problems";
import type { PreparedSource } from "./source";
import { isUnsized } from "./unsized-file";
import { within } from "./within";

export interface FilesOptions {
  /**
   * Leave out sockets, FIFOs, devices and links that lead out, instead of failing.
   * @default false
   */
  readonly skipUnsupported?: boolean;
}

/**
 * A file, or a directory with all it holds, in an order that depends on the names alone. All of it is looked at before
 * anything is read, so that every problem is told at once and nothing has been sent yet.
 *
 * @throws {@link OperatorError} `source` when something is missing, unreadable, or cannot stand in an archive.
 */
export async function filesSource(path: string, options: FilesOptions = {}): Promise<PreparedSource> {
  const place = followArgument(path);
  const isDirectory = statSync(place).isDirectory();
  const scan = new Scan(isDirectory ? below(place) : () => place, options.skipUnsupported === true);
  return prepared(scan, path, () =>
    isDirectory
      ? within(path, place, "read", (held) => scan.directory(held, ROOT_PATH))
      : within(path, dirname(place), "search", async (held) => scan.only(held, basename(place), path)),
  );
}

/** All that is in a directory that is held open, whatever becomes of its name. */
export async function heldSource(held: Directory): Promise<PreparedSource> {
  const scan = new Scan(below(held.place), false);
  return prepared(scan, held.place, () => scan.directory(held, ROOT_PATH));
}

async function prepared(
  scan: Scan,
  description: string,
  search: () => Promise<void>,
): Promise<PreparedSource> {
  try {
    await search();
    scan.problems.assertNone(description);
    await scan.changeTimes.settle();
  } catch (error) {
    await scan.close();
    throw error;
  }
  return {
    source: "files",
    description,
    members: scan,
    checks: scan.changeTimes.checks(),
    skipped: scan.problems.skipped,
    assertUnchanged: () => scan.assertUnchanged(),
    dispose: () => scan.close(),
  };
}

/** Where things of an archive stand, by their paths in it: a scan goes by names alone. */
const below =
  (root: string) =>
  (path: string): string =>
    path === ROOT_PATH ? root : join(root, path);

class Scan implements Iterable<MemberToWrite> {
  readonly changeTimes = new ChangeTimes();
  readonly problems: ScanProblems;
  private readonly found = new PackedList(FOUND_PACKING);
  private nameBytes = 0;
  constructor(
    private readonly placeOf: (path: string) => string,
    skipUnsupported: boolean,
  ) {
    this.problems = new ScanProblems(skipUnsupported);
  }

  *[Symbol.iterator](): Generator<MemberToWrite, void, undefined> {
    for (const it of this.found) yield memberOf(it, this.placeOf(it.path));
  }

  close(): Promise<void> {
    return this.found.close();
  }

  /** A name that came or went changes the times of its directory. */
  async assertUnchanged(): Promise<void> {
    for (const it of this.found)
      if (it.kind === "directory" && identity(look(this.placeOf(it.path), it.path)) !== identity(it))
        throw changed(it.path);
  }

  /**
   * What is in a directory is looked at without a promise each: nothing else goes on yet, and that takes a fifth of the time (4
   * against 25 µs a file; Node.js 20).
   */
  async directory(held: Directory, path: string): Promise<void> {
    const stats = held.stat();
    this.add(found(path, "directory", stats));
    this.changeTimes.see(held.place, path, stats);
    for (const name of this.names(held, path)) {
      const childPath = path === ROOT_PATH ? name : `${path}/${name}`;
      if (this.entry(held, name, childPath) === "done") continue;
      const child = this.child(held, name, childPath);
      if (child !== undefined) await this.directory(child, childPath).finally(() => child.close());
    }
    await this.found.spill();
  }

  /** What was named, where that is a file. @throws OperatorError `source` when it is one no more. */
  only(held: Directory, name: string, path: string): void {
    const done = this.entry(held, name, basename(path));
    if (done !== "done" || [...this.found].some(({ kind }) => kind !== "file" && kind !== "unsized"))
      throw changed(path);
  }

  /**
   * @param held the directory that it is in: by a path, whoever may change a directory above it could put a link to another one there.
   * @returns `directory` when it is one, and what it holds has still to be looked at.
   */
  entry(held: Directory, name: string, path: string): "directory" | "done" {
    const stats = this.attempt(path, () => lstatSync(held.at(name), { bigint: true }));
    if (stats === undefined) return "done";
    const problem =
      path === RESERVED_FOLDER ? "is sealstack's own folder, left by a restore by hand" : pathProblem(path);
    if (problem !== undefined) this.problems.add(path, problem);
    else if (stats.isDirectory()) return "directory";
    else if (stats.isSymbolicLink()) this.link(held.at(name), path, stats);
    else if (stats.isFile()) this.file(held, name, path, stats);
    else this.problems.unsupported(path, `is ${kindOf(stats)}`);
    return "done";
  }

  /** @returns `undefined` when it cannot be read. @throws OperatorError `source` when it is a directory no more. */
  private child(held: Directory, name: string, path: string): Directory | undefined {
    return this.attempt(path, () => {
      try {
        return held.child(name, "read");
      } catch (error) {
        throw GONE.has(errorCode(error) ?? "") ? changed(path) : error;
      }
    });
  }

  /** @returns `undefined` when it fails; that is a problem of the path then. */
  private attempt<T>(path: string, look: () => T): T | undefined {
    try {
      return look();
    } catch (error) {
      if (error instanceof OperatorError) throw error;
      this.problems.add(path, `cannot be read: ${reasonOf(error)}`);
      return undefined;
    }
  }

  private link(place: string, path: string, stats: BigIntStats): void {
    const target = this.attempt(path, () => readlinkSync(place, { encoding: "buffer" }));
    if (target === undefined) return;
    const linkTarget = target.toString();
    const problem = isUtf8(target) ? linkProblem(path, linkTarget) : "is not UTF-8";
    if (problem !== undefined) this.problems.unsupported(path, `is a link whose target ${problem}`);
    else this.add(found(path, "symlink", stats, linkTarget));
  }

  private file(held: Directory, name: string, path: string, stats: BigIntStats): void {
    const place = join(held.place, name);
    const unsized = this.attempt(path, () => {
      accessSync(held.at(name), constants.R_OK);
      return isUnsized(held.at(name), stats);
    });
    if (unsized === undefined) return;
    if (!unsized) this.changeTimes.see(place, path, stats);
    this.add(found(path, unsized ? "unsized" : "file", stats));
  }

  private add(it: Found): void {
    this.found.add(it);
    const { members, allNameBytes, mtimeSeconds } = ARCHIVE_LIMIT;
    const seconds = wholeSeconds(it.mtimeNs);
    if (seconds < mtimeSeconds.min || seconds > mtimeSeconds.max)
      this.problems.add(it.path, "has a modification time that no archive can hold");
    this.nameBytes += nameBytes(it);
    if (this.found.length <= members && this.nameBytes <= allNameBytes) return;
    throw new OperatorError(
      "source",
      `more than ${members} files and directories, or more than ${allNameBytes} bytes of names`,
      {
        hint: "back up smaller directories, or one tar as one file: sealstack backup --name NAME -- tar c DIR",
      },
    );
  }

  /** Names in byte order. Bytes that are not UTF-8 would come back as other names. */
  private *names(held: Directory, path: string): Generator<string, void, undefined> {
    // A character a byte: such a string takes a fifth of what a buffer does, and is sorted by its bytes.
    const names = this.attempt(path, () => readdirSync(held.at(), { encoding: "latin1" })) ?? [];
    for (const name of names.sort()) {
      const bytes = Buffer.from(name, "latin1");
      if (isUtf8(bytes)) yield bytes.toString();
      else this.problems.add(join(path, name), "is a name that is not UTF-8");
    }
  }
}

/** What opening a directory fails with that has gone, or become something else. */
const GONE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP"]);

function look(place: string, path: string): BigIntStats {
  try {
    return lstatSync(place, { bigint: true });
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
