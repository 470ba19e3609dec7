/** Where the cache lies, and whether it is ours alone: what is in it gets executed. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from "node:fs";
import { isAbsolute, join } from "node:path";

/** Of a pack; V8's own is some 1.5 MB. More is none of ours. */
const MAX_BYTES = 64 * 1024 * 1024;

const NOBODY_ELSE = 0o077;
const OTHERS_WRITE = 0o022;
/** Whether anybody may write. Where the group may, it is the user's own on most systems, and what is above our folders was made so. */
const ANYBODY_WRITES = 0o002;

export interface Place {
  /** The user's own directory, which is there already, and what it may have for all caches. */
  readonly above: readonly [string, ...string[]];
  /** One in the other: only we write the first, and packs are in the second, which is ours alone. */
  readonly own: readonly [string, string];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns nothing where none is wanted, or the user has no directory of their own: root with somebody's HOME, as `sudo` leaves it, has none. */
export function placeOf(env: Environment): Place | undefined {
  if (env.NODE_DISABLE_COMPILE_CACHE || env.NODE_V8_COVERAGE) return undefined;
  const { XDG_CACHE_HOME: cache, HOME: home } = env;
  const xdg = cache !== undefined && isAbsolute(cache); // others are to be ignored. Source: XDG Base Directory Specification
  const base = xdg ? cache : home;
  if (base === undefined || !isAbsolute(base)) return undefined;
  const caches = xdg ? base : join(base, ".cache");
  const own = join(caches, "sealstack");
  const place: Place = { above: xdg ? [base] : [base, caches], own: [own, join(own, "code")] };
  try {
    return isRight(base, place) ? place : undefined;
  } catch {
    return undefined;
  }
}

export const folderOf = ({ own }: Place): string => own[1];

/** Makes what is missing of it. @throws Error of the system, or where it is not ours alone */
export function makeFolder(place: Place): string {
  for (const folder of belowBase(place)) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (!isRight(folder, place)) throw new Error(`${folder} is not ours alone`);
  }
  return folderOf(place);
}

/** Whether nobody else can put anything into the folder of packs, or another folder in place of it. */
export const isOursAlone = (place: Place): boolean =>
  belowBase(place).every((folder) => isRight(folder, place));

const belowBase = ({ above, own }: Place): readonly string[] => [...above.slice(1), ...own];

function isRight(path: string, { above, own: [, packs] }: Place): boolean {
  // A link above is the user's own: nobody else can have made it.
  const isAbove = above.includes(path);
  const found = (isAbove ? statSync : lstatSync)(path, { throwIfNoEntry: false });
  const forbidden = isAbove ? ANYBODY_WRITES : path === packs ? NOBODY_ELSE : OTHERS_WRITE;
  return found?.isDirectory() === true && isOurs(found) && (found.mode & forbidden) === 0;
}

/** @returns the bytes of a file that nobody else can have written; none for an empty one. @throws Error where there is none such */
export function readOwn(path: string): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = fstatSync(fd);
    const { size, nlink, mode } = found;
    if (!found.isFile() || !isOurs(found) || nlink !== 1 || (mode & OTHERS_WRITE) !== 0 || size > MAX_BYTES)
      throw new Error(`${path} is not ours alone`);
    // Of its own memory: V8 copies what does not begin at a word.
    const bytes = Buffer.allocUnsafeSlow(size);
    let at = 0;
    while (at < size) {
      const read = readSync(fd, bytes, at, size - at, at);
      if (read === 0) throw new Error(`${path} became shorter`);
      at += read;
    }
    return bytes;
  } finally {
    closeSync(fd);
  }
}

const isOurs = ({ uid }: Pick<Stats, "uid">): boolean =>
  uid === process.geteuid?.() && uid === process.getuid?.();
