import { setFlagsFromString } from "node:v8";

/**
 * By default V8 lets the space of new objects grow to 16 MiB a half, and a heap to several times what lives in it, in each thread; and what
 * lies outside of the heaps, as buffers do, waits for both.
 */
const YOUNG_SPACE = "--semi-space-growth-factor=1";

/** Percent by which a heap grows before it is collected again. */
const GROWING = { host: 50, server: 15 } as const;

/**
 * Lets V8 collect garbage earlier, in this thread and in those that begin later: a host that is backed up, or a node of a control plane, has
 * better uses for memory. Measured: some 218 instead of 243 MiB for the backup of a large file; 83 instead of 124 MiB for the KMS plugin under load.
 *
 * @param who `server` for one that has little to collect and stays: with four keys, 30,000 Encrypts at once took it to 92.7 MiB, and to 98.7 as a `host`
 */
export function keepHeapSmall(who: keyof typeof GROWING): void {
  for (const flag of [YOUNG_SPACE, `--heap-growing-percent=${GROWING[who]}`]) setFlagsFromString(flag);
}
