import { closeSync } from "node:fs";
import { isatty } from "node:tty";

const STANDARD = [0, 1, 2] as const;

/**
 * Ends the process in a way that works when its terminal is gone: Node.js would abort, with a core dump of all memory, because it cannot set
 * that back as it was. It leaves alone what is closed. Source: `ResetStdio` in Node's src/node.cc.
 */
export function exiting(process: NodeJS.Process): (status: number) => never {
  const terminals = STANDARD.filter((fd) => isatty(fd));
  return (status) => {
    for (const fd of terminals) if (!isatty(fd)) closeSync(fd);
    process.exit(status);
  };
}
