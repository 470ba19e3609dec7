import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory for each test, removed after it. Call it inside `describe`. */
export function useTempDir(): () => string {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "sealstack-test-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  return () => directory;
}
