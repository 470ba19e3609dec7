/** Whether a file is the one that was seen before, and still as it was. */
import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { OperatorError } from "../errors";

/** What a file is known by. */
export type Identified = Pick<BigIntStats, "dev" | "ino" | "size" | "mtimeNs" | "ctimeNs">;

/**
 * What tells a file from another, and from itself at another time. A program can put a
 * modification time back, and no program a change time.
 */
export function identity({ dev, ino, size, mtimeNs, ctimeNs }: Identified): string {
  return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}

/**
 * Milliseconds within which two changes may bear the same time: two steps of the slowest clock of Linux (CONFIG_HZ=100).
 */
const CLOCK_STEP_MILLISECONDS = 20;

/** Whether a file changed so short a time ago that it could change again and bear the same time. */
export function isFresh({ ctimeMs }: Pick<BigIntStats, "ctimeMs">): boolean {
  return Math.abs(Date.now() - Number(ctimeMs)) < CLOCK_STEP_MILLISECONDS;
}

/** Waits until whatever changes from now on bears a later time than `stats`; look again at what {@link isFresh} then. */
export async function outlast({ ctimeMs }: Pick<BigIntStats, "ctimeMs">): Promise<void> {
  const left = Number(ctimeMs) + CLOCK_STEP_MILLISECONDS - Date.now();
  if (left >= 0) await setTimeout(left + 1);
}

export interface WatchedInput {
  /** Bytes; 0 for what is no file. */
  readonly size: number;
  /** Call it after the last byte. @throws OperatorError `source` when the file is not as it was. */
  assertUnchanged(): Promise<void>;
}

/** Call it before an open file is read; pipes and devices are let be. */
export async function watchInput(handle: FileHandle): Promise<WatchedInput> {
  const look = (): Promise<BigIntStats> => handle.stat({ bigint: true });
  const first = await look();
  if (!first.isFile()) return { size: 0, assertUnchanged: async () => {} };
  const before = isFresh(first) ? await outlast(first).then(look) : first;
  return {
    size: Number(before.size),
    assertUnchanged: async () => {
      if (identity(await look()) === identity(before)) return;
      throw new OperatorError("source", "the input changed while it was read", {
        hint: "try again when nobody writes to it",
      });
    },
  };
}
