import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import { geteuid } from "node:process";
import { OperatorError } from "../../errors";

const OTHERS_WRITE = 0o002;
const GROUP_WRITES = 0o020;
const STICKY = 0o1000;

/**
 * For systems on which a directory cannot be held by its descriptor: refuses one whose names, or those of a directory above it, others than
 * this user and root could exchange while we work there.
 *
 * @throws OperatorError `target`.
 */
export function assertOnlyOurs(place: string): void {
  const problem = whoElseMayChange(place);
  if (problem === undefined) return;
  throw new OperatorError("target", `${place} is not safe to work in: ${problem}`, {
    hint: "run as the owner, or name a place that only this user and root can change: this system has no /proc to hold others by",
  });
}

/** Who besides this user and root can exchange names in a directory or in one above it; `undefined` when nobody can. */
export function whoElseMayChange(place: string): string | undefined {
  for (let here = place; ; here = dirname(here)) {
    const problem = whoElse(here);
    if (problem !== undefined) return `${here} ${problem}`;
    if (here === dirname(here)) return undefined;
  }
}

function whoElse(directory: string): string | undefined {
  const { uid, mode } = lstatSync(directory);
  const own = geteuid?.() ?? 0;
  if (uid !== 0 && uid !== own) return `belongs to another user (${uid})`;
  if ((mode & STICKY) !== 0) return undefined; // as in /tmp, where nobody can exchange what is another's
  if ((mode & OTHERS_WRITE) !== 0) return "can be changed by everybody";
  return own === 0 && (mode & GROUP_WRITES) !== 0 ? "can be changed by its group" : undefined;
}
