import { chmodSync, lstatSync, renameSync } from "node:fs";
import type { Directory } from "../../places/directory";

/**
 * Moves an entry from one directory to another, neither of which others can change. A directory that its owner may not write cannot go as it
 * is: its `..` is written.
 */
export function moveEntry(from: Directory, to: Directory, name: string): void {
  const stats = lstatSync(from.at(name));
  const locked = stats.isDirectory() && (stats.mode & 0o200) === 0;
  if (locked) chmodSync(from.at(name), stats.mode | 0o200);
  renameSync(from.at(name), to.at(name));
  if (locked) chmodSync(to.at(name), stats.mode & 0o7777);
}
