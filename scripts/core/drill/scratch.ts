/** Where a backup is restored to for a drill: nobody else can look into it, and nothing of it stays. */
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { LeftBehindError, OperatorError } from "../../errors";
import { noTemporary } from "../files/no-temporary";
import { Directory } from "../places/directory";
import { PrivateDirectory } from "../places/private-directory";
import type { Place } from "./check-surroundings";

export interface Scratch {
  /** Empty, for what is restored. */
  readonly restored: Place;
  /** Empty, for what checks need. */
  readonly workshop: Place;
}

/**
 * Gives `work` two directories below `tmpDir`, and removes them, however it ends. What a run that was killed left is found by its name; see places/leftovers.ts.
 * @throws OperatorError `target` when they cannot be made, or not be removed.
 */
export async function inScratch<T>(tmpDir: string, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const { holder, outer } = make(tmpDir);
  const [outcome] = await Promise.allSettled([
    work({ restored: place(outer, "restored"), workshop: place(outer, "work") }),
  ]);
  try {
    outer.remove();
  } catch (cause) {
    const left = `what was restored is left in ${outer.place}`;
    const first = outcome.status === "rejected" ? outcome.reason : cause;
    throw new LeftBehindError(first, left, `remove it: rm -rf ${outer.place}`);
  } finally {
    outer.close();
    holder.close();
  }
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

function make(tmpDir: string): { readonly holder: Directory; readonly outer: PrivateDirectory } {
  try {
    const holder = Directory.open(realpathSync.native(tmpDir));
    const outer = PrivateDirectory.make(holder, "drill");
    for (const name of ["restored", "work"]) mkdirSync(outer.directory.at(name), 0o700);
    return { holder, outer };
  } catch (cause) {
    throw cause instanceof OperatorError ? cause : noTemporary(tmpDir, cause);
  }
}

const place = ({ directory }: PrivateDirectory, name: string): Place => ({
  own: directory.at(name),
  others: join(directory.wayForOthers(), name),
});
