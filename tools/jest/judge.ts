/** What a run says of the tests that are listed as impossible. */

export interface RanTest {
  /** Its own name behind those of the blocks around it. */
  readonly name: string;
  /** `false` for one that was skipped, or that was not asked for. */
  readonly ran: boolean;
  /** Emptied when the test was to fail. */
  readonly errors: unknown[];
}

/** Forgives tests that are listed and fail. @returns what is wrong with the list */
export function judge(listed: readonly { readonly test: string }[], tests: readonly RanTest[]): string[] {
  return listed.flatMap((entry) => {
    const found = tests.find(({ name }) => name === entry.test);
    if (found === undefined) return [`listed as impossible, but there is no such test: '${entry.test}'`];
    if (!found.ran) return [];
    if (found.errors.length === 0) return [`listed as impossible, but it passes: '${entry.test}'`];
    found.errors.length = 0;
    return [];
  });
}
