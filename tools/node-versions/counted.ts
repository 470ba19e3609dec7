/** Several runs of jest that count together: the last line of each counts those before it, too. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Names the file in which tools/jest/count-reporter.js adds up. */
const COUNTS = "SEALSTACK_TEST_COUNTS";

export async function counted<T>(runs: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "sealstack-counts-"));
  process.env[COUNTS] = join(folder, "counts.json");
  try {
    return await runs();
  } finally {
    delete process.env[COUNTS];
    rmSync(folder, { recursive: true, force: true });
  }
}
