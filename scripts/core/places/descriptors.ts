import { closeSync, constants, fstatSync, openSync, statSync } from "node:fs";

/**
 * Where Linux shows the open descriptors of this process: links that lead to what was opened, whatever became of its name. Paths through
 * them are what `openat` and its relatives are to C, which Node.js does not have.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
 */
export const DESCRIPTORS = "/proc/self/fd";

let found: boolean | undefined;

/** Whether there is such a place: not on macOS, nor where /proc is not mounted. */
export function hasDescriptors(): boolean {
  found ??= tried();
  return found;
}

function tried(): boolean {
  const fd = openSync("/", constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const [one, other] = [
      fstatSync(fd, { bigint: true }),
      statSync(`${DESCRIPTORS}/${fd}`, { bigint: true }),
    ];
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
}
