/** Waits for what AWS does in the background. */
import { OperatorError } from "../../errors";
import type { Snapshot, SnapshotPlace } from "./ports";

/** How long, and how. */
export interface Patience {
  readonly timeoutMs: number;
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
  /** Milliseconds on any clock. */
  readonly now: () => number;
  /** Throws where the caller has given up; nothing is begun then. */
  readonly beforeCopy: () => void;
  readonly sleep: (ms: number) => Promise<void>;
  /** Is told what AWS says, at every look. */
  readonly onStatus: (status: string) => void;
}

/**
 * @returns the copy, finished
 * @throws OperatorError `unavailable` when it takes longer: it goes on, and the next run waits for it; `refused` when AWS gives it up
 */
export async function waitFor(place: SnapshotPlace, id: string, patience: Patience): Promise<Snapshot> {
  const { timeoutMs, intervalMs, now, sleep, onStatus } = patience;
  const deadline = now() + timeoutMs;
  for (;;) {
    const found = await place.find(id);
    if (found?.state === "available") return found;
    if (found?.state === "failed")
      throw new OperatorError("refused", `the copy ${id} failed (${found.status})`, {
        hint: "delete it, and try again; CloudTrail names the cause, such as a key that may not be used",
      });
    onStatus(found?.status ?? "not seen yet");
    const left = deadline - now();
    if (left <= 0)
      throw new OperatorError(
        "unavailable",
        `the copy ${id} is not finished after ${Math.round(timeoutMs / 1000)} s (${found?.status ?? "not seen yet"}); it goes on`,
        { hint: "run the same command again: it waits for this copy, and begins no other" },
      );
    await sleep(Math.min(intervalMs, left));
  }
}
