/** What came of a rotation, in either way. */
export interface Rotation {
  /**
   * - `done`: just now.
   * - `planned`: it can be done, and was not asked for.
   * - `nothing to do`: it was done before, or there is nothing to rotate to.
   * - `in progress`: begun before, and KMS has not ended it.
   */
  readonly status: "done" | "planned" | "nothing to do" | "in progress";
  /** What was done, will be, or is the case: a sentence each. */
  readonly plan: readonly string[];
  /** What is to be seen to: a sentence each. */
  readonly warnings: readonly string[];
  /** What to do next: a sentence each. */
  readonly next: readonly string[];
  /** For programs. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether to do it, and what is soon. */
export interface RotationTime {
  /** Whether to change anything. */
  readonly confirmed: boolean;
  readonly now: Date;
  /** Days before its expiry from which on material is warned about. */
  readonly warnDays: number;
}
