/** What runs left behind that ended without a chance to clean up: killed, or with the power. */
import {
  type BigIntStats,
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { geteuid } from "node:process";
import { reasonOf } from "../../system-codes";
import { Directory } from "./directory";
import { emptyDirectory } from "./empty-directory";
import { lifeOf } from "./life";
import { isMarked, SILENCE_MILLISECONDS } from "./mark";
import { isNote, originOf, ownName } from "./own-name";

/**
 * File systems of one host, by the magic number of statfs(2): what stands there from before the kernel's start is nobody's. Source: Linux,
 * <uapi/linux/magic.h>; OpenZFS. ext2 to ext4, XFS, Btrfs, F2FS, ZFS, bcachefs, overlays over them.
 */
const LOCAL = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0xca451a4e, 0x794c7630]);

/** Whether no other host writes there. */
export const isLocal = (place: string): boolean => LOCAL.has(statfsSync(place).type);

/**
 * Removes, in one directory, what interrupted runs of this user left there, and nothing that a run still works at: on this host that is told by
 * the process; in other containers and on other hosts that share the file system, by an hour without a sign of life.
 *
 * @param place a directory; nothing happens where there is none, or it cannot be read.
 * @param silenceMilliseconds without a sign of life, after which nobody works at something that cannot be looked up.
 * @returns a sentence for each thing that was found, for people.
 */
export function removeLeftovers(place: string, silenceMilliseconds = SILENCE_MILLISECONDS): string[] {
  let directory: Directory;
  let names: string[];
  try {
    directory = Directory.open(realpathSync.native(place));
  } catch {
    return []; // whoever works there says so
  }
  try {
    names = readdirSync(directory.at()).filter((name) => originOf(name) !== undefined && !isNote(name));
    return names.flatMap((name) => {
      const remark = removeLeftover(directory, name, silenceMilliseconds);
      return remark === undefined ? [] : [remark];
    });
  } catch {
    return [];
  } finally {
    directory.close();
  }
}

function removeLeftover(directory: Directory, name: string, silence: number): string | undefined {
  const path = join(directory.place, name);
  const found = lstatSync(directory.at(name), { bigint: true, throwIfNoEntry: false });
  if (found === undefined || found.uid !== BigInt(geteuid?.() ?? -1)) return undefined;
  try {
    const state = stateOf(directory, name, found, silence);
    if (state === "in use") return undefined;
    if (state === "unclear")
      return `${path} is named like what an interrupted run leaves, but has other permissions: look at it, and remove it by hand`;
    if (state === "silent")
      return `${path} may belong to a run on another host or in another container: it is removed after an hour without a sign of life`;
    if (found.isDirectory()) removeDirectory(directory, name);
    else unlinkSync(directory.at(name));
    return `removed ${path}, which an interrupted run left`;
  } catch (error) {
    return `${path}, which an interrupted run left, cannot be removed: ${reasonOf(error)}`;
  }
}

/** Whether something of this user was made by a run that is over. */
export function isAbandoned(directory: Directory, name: string): boolean {
  try {
    const found = lstatSync(directory.at(name), { bigint: true });
    return (
      found.uid === BigInt(geteuid?.() ?? -1) &&
      stateOf(directory, name, found, SILENCE_MILLISECONDS) === "abandoned"
    );
  } catch {
    return false;
  }
}

type State = "in use" | "abandoned" | "silent" | "unclear";

function stateOf(directory: Directory, name: string, found: BigIntStats, silence: number): State {
  const origin = originOf(name);
  if (origin === undefined) return "unclear";
  const life = lifeOf(origin);
  if (life === "running") return "in use";
  if (
    !(found.isDirectory()
      ? isMarked(found.mode, "directory")
      : found.isFile() && isMarked(found.mode, "file"))
  )
    return "unclear";
  if (life === "over" || (life === "before" && isLocal(directory.at()))) return "abandoned";
  return Number(nowOf(directory) - found.ctimeMs) > silence ? "abandoned" : "silent";
}

/** The time of the file system's own clock. */
function nowOf(directory: Directory): bigint {
  const trial = ownName("");
  const fd = openSync(directory.at(trial), "wx", 0o600);
  try {
    return fstatSync(fd, { bigint: true }).ctimeMs;
  } finally {
    closeSync(fd);
    unlinkSync(directory.at(trial));
  }
}

function removeDirectory(directory: Directory, name: string): void {
  const child = directory.child(name, "read");
  try {
    // Looked at once more, now that it is held: the name could be another's by now.
    const { uid, mode } = child.stat();
    if (uid !== BigInt(geteuid?.() ?? -1) || !isMarked(mode, "directory")) return;
    emptyDirectory(child);
  } finally {
    child.close();
  }
  rmdirSync(directory.at(name));
}
