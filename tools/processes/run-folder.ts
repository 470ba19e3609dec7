import { appendFileSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The variable by which a run knows its processes, for those that get no other of ours. */
export function runMark(): Readonly<Record<string, string>> {
  const mark = process.env.SEALSTACK_RUN;
  return mark === undefined ? {} : { SEALSTACK_RUN: mark };
}

/**
 * A folder of a run, which is removed with it when it is interrupted, wherever it is; see tools/processes/supervise.mjs. Who makes it removes it at the end.
 * @param name begins with `sealstack-`.
 */
export function runFolder(name: `sealstack-${string}`, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, name));
  const run = process.env.SEALSTACK_RUN_FOLDER;
  if (run !== undefined && existsSync(run)) appendFileSync(join(run, ".also"), `${folder}\n`);
  return folder;
}
