/**
 * Temporary files and directories of ours have permissions that nothing else has: for the owner alone, and sticky, which means nothing there.
 * In a directory of another user, who can rename what is in it but not change our permissions, that tells what may be removed.
 */
import { futimesSync } from "node:fs";

export const MARK = { directory: 0o1700, file: 0o1600 } as const;

/** Bits that are looked at: the group's id can come from the directory above. */
const BITS = 0o1777n;

export const isMarked = (mode: bigint, kind: keyof typeof MARK): boolean =>
  (mode & BITS) === BigInt(MARK[kind]);

/** Milliseconds between two signs of life: a minute. */
export const INTERVAL_MILLISECONDS = 60_000;

/** Milliseconds without one, after which nobody works at something any more: an hour. */
export const SILENCE_MILLISECONDS = 60 * INTERVAL_MILLISECONDS;

/**
 * Gives signs of life as long as something is worked at, for those who cannot see our process: its change time, which is the clock of the
 * file system's own host.
 * @returns ends it; to be called before the descriptor is closed.
 */
export function showLife(fd: number): () => void {
  const timer = setInterval(() => {
    const now = new Date();
    try {
      futimesSync(fd, now, now);
    } catch {
      // Then it looks abandoned sooner or later, to others only.
    }
  }, INTERVAL_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}
