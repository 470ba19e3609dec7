/** What an evaluator says of a request. */
export interface Answer {
  readonly allowed: boolean;
  /**
   * Sids of the statements that allow it, or that deny it; of a grant, its address.
   *
   * @default - not known; claims that name a statement then fail
   */
  readonly decidedBy?: readonly string[];
  /**
   * What it depends on, where it cannot be said: such a request is neither allowed nor denied.
   *
   * @default - it can be said
   */
  readonly unknown?: readonly string[];
  /** Why, in one sentence. @default - the deciding statements say it */
  readonly why?: string;
}
