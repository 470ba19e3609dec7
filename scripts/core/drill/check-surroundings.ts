import type { Programs } from "./ports";

/** A directory, by a path for this process and one for others of the same user. */
export interface Place {
  readonly own: string;
  readonly others: string;
}

/** What the checks of a drill work with. */
export interface CheckSurroundings {
  /** What was restored. */
  readonly restored: Place;
  /** A directory of the drill's own, empty, beside it. */
  readonly workshop: Place;
  readonly programs: Programs;
  /** Time for one program that a check runs. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}
