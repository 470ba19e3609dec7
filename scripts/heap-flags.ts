/** Flags of V8 for commands that have to be small. Pure. */

/**
 * By default V8 lets the space of new objects grow to 16 MiB a half, and a heap to several times what lives in it, in each thread; and what
 * lies outside of the heaps, as buffers do, waits for both.
 */
const YOUNG_SPACE = "--semi-space-growth-factor=1";

/** By percents by which a heap grows before it is collected again. */
export const HEAP_FLAGS = {
  host: [YOUNG_SPACE, "--heap-growing-percent=50"],
  server: [YOUNG_SPACE, "--heap-growing-percent=15"],
} as const;

/**
 * Commands whose flags are set before anything is loaded, because V8 takes no code cache that was made under other flags: what a timer wakes beside the
 * host's own work, and what looks at 10^6 files (Node.js 24: 206 to 251 MiB, and 263 to 272 without). Not `restore`, where time is what counts: it would
 * take 7 % more of the processor. Servers are none of them: they start once, and their caches would stay in memory.
 */
export const FLAGS_AT_START: ReadonlyMap<string, readonly string[]> = new Map(
  ["backup", "drill", "list", "verify"].map((name) => [name, HEAP_FLAGS.host]),
);
