import { chmodSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { errorCode } from "../errno";
import { hasDescriptors } from "./descriptors";
import type { Directory } from "./directory";

/**
 * Removes all that is in a directory. Nothing is followed, not even what is put in the place of something meanwhile; what is gone already is
 * no failure.
 */
export function emptyDirectory(directory: Directory): void {
  for (const name of readdirSync(directory.at())) {
    const found = lstatSync(directory.at(name), { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (!found.isDirectory()) unlessGone(() => unlinkSync(directory.at(name)));
    else unlessGone(() => removeDirectory(directory, name, (found.mode & 0o700) !== 0o700));
  }
}

/** @param locked whether its owner may not look into it, or not write to it. */
function removeDirectory(directory: Directory, name: string, locked: boolean): void {
  if (locked) unlock(directory, name);
  const child = directory.child(name, "read");
  try {
    emptyDirectory(child);
  } finally {
    child.close();
  }
  rmdirSync(directory.at(name));
}

function unlock(directory: Directory, name: string): void {
  if (!hasDescriptors()) {
    chmodSync(directory.at(name), 0o700);
    return;
  }
  const held = directory.child(name);
  try {
    chmodSync(held.at(), 0o700);
  } finally {
    held.close();
  }
}

function unlessGone(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
