import type { Stats } from "node:fs";

/** What is neither file, directory nor link. */
export function kindOf(
  stats: Pick<Stats, "isSocket" | "isFIFO" | "isBlockDevice" | "isCharacterDevice">,
): string {
  if (stats.isSocket()) return "a socket";
  if (stats.isFIFO()) return "a FIFO";
  return stats.isBlockDevice() || stats.isCharacterDevice() ? "a device" : "of an unknown type";
}
