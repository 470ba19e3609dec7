/** How much of Lambda's time work takes: an estimate, and rather too high, because requests are counted as if each waited for the one before. */

/** Memory of the function in MiB that `fleet plan` counts with, as docs/fleet.md has it. */
export const PLANNED_MEMORY_MIB = 1024;

/** One request to S3 or KMS. Source: S3 User Guide, "Best practices design patterns": roughly 100 to 200 ms to the first byte; KMS has no published figure. */
const SECONDS_PER_REQUEST = 0.1;

/** What one core opens or seals a second, on the slower of two machines that were measured, rounded down; bench/results/crypto.json is of the faster one. */
export const BYTES_PER_CORE = 300 * 1024 ** 2;

/** Source: Lambda Developer Guide, "Configure Lambda function memory": a function has one vCPU at 1,769 MB. */
const MIB_PER_CORE = 1769;

/** MiB in what Lambda calls a GB. */
const MIB_PER_GB = 1024;

/**
 * @param requests to S3 and KMS
 * @param bytes that are read or written
 * @param memoryMiB of the function: more of it costs more while a request is waited for, and nothing more for bytes, which go faster
 * @returns GB-seconds, at most
 */
export function functionTime(requests: number, bytes: number, memoryMiB: number): number {
  const cores = memoryMiB / MIB_PER_CORE;
  return (memoryMiB / MIB_PER_GB) * (requests * SECONDS_PER_REQUEST + bytes / (BYTES_PER_CORE * cores));
}
