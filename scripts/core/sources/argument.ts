/** What a path on the command line leads to: a link is followed, because its name alone is never what someone wants back. */
import { realpathSync, statSync } from "node:fs";
import { OperatorError } from "../../errors";
import { quotePath } from "../archive/member";
import { unreadable } from "../archive/writing/source-error";
import { kindOf } from "../file-kind";

/**
 * The file or directory itself, by a path without links.
 * @throws {@link OperatorError} `source` when there is none, or it is something that cannot be kept: then nothing would be left to
 *   back up, so it is never skipped.
 */
export function followArgument(path: string): string {
  const stats = attempt(path, () => statSync(path));
  if (stats.isFile() || stats.isDirectory()) return attempt(path, () => realpathSync.native(path));
  throw new OperatorError("source", `${quotePath(path)} cannot be backed up: it is ${kindOf(stats)}`, {
    hint: stats.isSocket()
      ? "name a file or a directory"
      : "give - for stdin, or let a program read it: sealstack backup --name NAME -- cat PATH",
  });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
