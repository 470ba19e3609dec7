import { printable } from "../../../modules/printable";
import { ARCHIVE_LIMIT } from "./limits";

/** Folder of what sealstack itself adds to an archive; a source must not contain it. */
export const RESERVED_FOLDER = ".sealstack";
/** First member: what was backed up, when and by what. */
export const INFO_PATH = `${RESERVED_FOLDER}/backup.json`;
/** Last member: digests of all regular files, for `sha256sum -c`. */
export const SUMS_PATH = `${RESERVED_FOLDER}/SHA256SUMS`;
/** Path of the directory that everything else is in. */
export const ROOT_PATH = ".";

/** One regular file, directory or symbolic link of an archive; archives hold nothing else. */
export interface Member {
  readonly type: "file" | "directory" | "symlink";
  /** Relative, `/` between the components, no slash at the end; {@link ROOT_PATH} for the directory itself. */
  readonly path: string;
  /** Permission bits, and those for set-user-id, set-group-id and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Modification time in whole seconds since 1970, as `tar` keeps it; within {@link ARCHIVE_LIMIT.mtimeSeconds}. */
  readonly mtimeSeconds: number;
  /** Bytes of a file; 0 for anything else. */
  readonly size: number;
  /** Target of a symbolic link. */
  readonly linkTarget?: string;
}

/** The problem with a member's path, or `undefined`. Paths are relative, normal and within {@link ARCHIVE_LIMIT}. */
export function pathProblem(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.includes("\0")) return "contains a NUL";
  if (path.startsWith("/")) return "is absolute";
  if (Buffer.byteLength(path) > ARCHIVE_LIMIT.pathBytes)
    return `is longer than ${ARCHIVE_LIMIT.pathBytes} bytes`;
  const names = path.split("/");
  if (names.length > ARCHIVE_LIMIT.depth) return `is more than ${ARCHIVE_LIMIT.depth} directories deep`;
  for (const name of names) {
    if (name === "..") return "contains '..'";
    if (name === "" || name === ".") return "is not in its normal form";
    if (Buffer.byteLength(name) > ARCHIVE_LIMIT.nameBytes)
      return `has a name longer than ${ARCHIVE_LIMIT.nameBytes} bytes`;
  }
  return undefined;
}

/**
 * The problem with the target of a symbolic link at `path`, or `undefined` when it stays inside the archive.
 *
 * `..` is allowed at the front only, where it is counted from the directory that really holds the link: after a name,
 * which may itself be a link, `..` leads elsewhere than its text says.
 */
export function linkProblem(path: string, target: string): string | undefined {
  if (target === "") return "points nowhere";
  if (target.includes("\0")) return "contains a NUL";
  if (target.startsWith("/")) return "is absolute";
  if (Buffer.byteLength(target) > ARCHIVE_LIMIT.pathBytes) return "is too long";
  const names = target.split("/").filter((name) => name !== "" && name !== ".");
  const climbs = names.findIndex((name) => name !== "..");
  const up = climbs === -1 ? names.length : climbs;
  if (names.indexOf("..", up) !== -1) return "contains '..' after a name";
  const parents = path.split("/").length - 1;
  return up > parents ? "leads out of the backup" : undefined;
}

/** The directory that holds `path`. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? ROOT_PATH : path.slice(0, slash);
}

/** A path for a message: quoted, and harmless for a terminal. */
export const quotePath = (path: string): string => `'${printable(path)}'`;
