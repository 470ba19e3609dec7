import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { geteuid } from "node:process";
import { OperatorError } from "../../errors";

/** Links that are followed at most, as the kernel does. Source: path_resolution(7). */
const MAX_LINKS = 40;

/**
 * Where root writes is not for another user to say: refuses a path through a link that another than root made. The kernel does so in sticky
 * directories only (`fs.protected_symlinks`). For any other user nothing is refused: what he may write, he may.
 *
 * @throws OperatorError `target`.
 */
export function refuseLinksOfOthers(path: string): void {
  if (geteuid?.() !== 0) return;
  let links = 0;
  let place = isAbsolute(path) ? "/" : realpathSync(".");
  const left = path.split("/");
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === "" || name === ".") continue;
    const next = name === ".." ? dirname(place) : join(place, name);
    const found = lstatSync(next, { throwIfNoEntry: false });
    if (found === undefined) return;
    if (!found.isSymbolicLink()) {
      place = next;
      continue;
    }
    if (found.uid !== 0)
      throw new OperatorError(
        "target",
        `${path} goes through ${next}, a link of another user (${found.uid})`,
        {
          hint: "name the place that it leads to",
        },
      );
    if (++links > MAX_LINKS) return; // the kernel refuses it, too
    const target = readlinkSync(next);
    if (isAbsolute(target)) place = "/";
    left.unshift(...target.split("/"));
  }
}
