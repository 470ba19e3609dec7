/** stdout of which every byte counts. */
import { fstatSync, write } from "node:fs";
import { Writable } from "node:stream";
import { isatty } from "node:tty";

const STDOUT = 1;

/**
 * The process's stdout. Where it is a file or a device, bytes are written until all of them are: Node.js takes a short write to a full disk
 * for a whole one. Pipes and terminals are left to Node.js, which does that.
 */
export function standardOutput(process: {
  readonly stdout: Writable & { readonly isTTY?: boolean };
}): Writable & {
  readonly isTTY?: boolean;
} {
  const stats = fstatSync(STDOUT);
  const direct = stats.isFile() || stats.isBlockDevice() || (stats.isCharacterDevice() && !isatty(STDOUT));
  return direct ? new Writable({ write: (chunk, _encoding, done) => writeAll(chunk, done) }) : process.stdout;
}

function writeAll(chunk: Buffer, done: (error: Error | null) => void): void {
  if (chunk.length === 0) done(null);
  else
    write(STDOUT, chunk, (error, written) => {
      if (error === null) writeAll(chunk.subarray(written), done);
      else done(error);
    });
}
