/** stdout of which every byte counts. */
import { fstatSync } from "node:fs";
import type { Writable } from "node:stream";
import { isatty } from "node:tty";
import { DescriptorWriter } from "../core/outputs/descriptor-writer";

const STDOUT = 1;

type Stdout = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The process's stdout. Pipes and terminals are left to Node.js, which writes to the end there. */
export function standardOutput(process: { readonly stdout: Stdout }): Stdout {
  const stats = fstatSync(STDOUT);
  const direct = stats.isFile() || stats.isBlockDevice() || (stats.isCharacterDevice() && !isatty(STDOUT));
  return direct ? new DescriptorWriter(STDOUT, false) : process.stdout;
}
