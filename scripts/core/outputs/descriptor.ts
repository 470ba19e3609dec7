/** Names that stand for a descriptor of this process: `/dev/stdout`, `/dev/fd/63` of a shell's `>(…)`, `/proc/self/fd/3`. */
import { fstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, type Stats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Links that are followed at most, as the kernel does. Source: path_resolution(7). */
const MAX_LINKS = 40;

const OWN = "/proc/self/fd";

/** The descriptor that a name leads to. */
export function descriptorOf(name: string): number | undefined {
  const own = real(OWN);
  let place = resolve(name);
  for (let links = 0; own !== undefined && links < MAX_LINKS; links += 1) {
    const folder = real(dirname(place));
    if (folder === undefined) return undefined;
    // Each thread has the same descriptors in a folder of its own.
    if (folder.replace(/\/task\/\d+\//, "/") === own && /^\d{1,9}$/.test(basename(place)))
      return Number(basename(place));
    const to = linkTarget(join(folder, basename(place)));
    if (to === undefined) return undefined;
    place = resolve(folder, to);
  }
  return undefined;
}

/**
 * @returns `undefined` for one that nobody gave this process, which may have that number for something of its own, or that is open for reading only.
 */
export function givenForWriting(fd: number): Stats | undefined {
  try {
    const stats = fstatSync(fd);
    const known =
      stats.isFile() ||
      stats.isFIFO() ||
      stats.isSocket() ||
      stats.isCharacterDevice() ||
      stats.isBlockDevice();
    return known && isWritable(fd) && !(stats.isFIFO() && isOwnPipe(fd)) ? stats : undefined;
  } catch {
    return undefined;
  }
}

/** Node.js has pipes of its own, of which it holds both ends. */
function isOwnPipe(fd: number): boolean {
  const pipe = linkTarget(join(OWN, String(fd)));
  return readdirSync(OWN)
    .map(Number)
    .some((other) => other !== fd && linkTarget(join(OWN, String(other))) === pipe && isReadable(other));
}

const isWritable = (fd: number): boolean => accessOf(fd) !== 0;
const isReadable = (fd: number): boolean => accessOf(fd) !== 1;

/** `O_RDONLY`, `O_WRONLY` or `O_RDWR`. Source: proc_pid_fdinfo(5); octal digits. */
function accessOf(fd: number): number {
  const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1] ?? "0";
  return Number.parseInt(flags, 8) & 3;
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
