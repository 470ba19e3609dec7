/** Where the bytes of `--out` go. What is no regular file is written into, or refused: a file in its place would be something else. */
import { closeSync, constants, fstatSync, lstatSync, openSync, type Stats, statSync } from "node:fs";
import { geteuid } from "node:process";
import type { Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { isatty } from "node:tty";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { errorCode } from "../errno";
import { kindOf } from "../file-kind";
import { exchanged } from "../places/exchanged";
import { PIPE } from "../streams/byte-source";
import { descriptorOf, givenForWriting } from "./descriptor";
import { DescriptorWriter } from "./descriptor-writer";

/**
 * - `file`: a file that appears whole, or not at all.
 * - `stdout`: the process's own.
 * - `stream`: bytes are gone once they are written, as with stdout.
 */
export type OutputPlace =
  | { readonly kind: "file" }
  | { readonly kind: "stdout" }
  | {
      readonly kind: "stream";
      readonly isTerminal: boolean;
      /** Waits for a FIFO to have a reader. */
      open(signal: AbortSignal): Promise<Writable>;
    };

const FILE = { kind: "file" } as const;
const STDOUT = 1;

/** @throws OperatorError `target` for what must not be written to, before anything is asked of anybody. */
export function outputPlace(name: string): OutputPlace {
  if (name === PIPE) return { kind: "stdout" };
  const fd = descriptorOf(name);
  if (fd === STDOUT) return { kind: "stdout" };
  if (fd !== undefined) return descriptor(name, fd);
  const [found, is] = [look(lstatSync, name), look(statSync, name)];
  if (found === undefined || is === undefined || is.isFile()) return FILE;
  if (is.isDirectory()) throw refused(name, "is a directory", "name a file");
  if (is.isBlockDevice() || is.isSocket())
    throw refused(name, `is ${kindOf(is)}`, "name a file, or write to stdout with --out - and redirect it");
  assertOurs(name, found, is);
  return special(name, is);
}

function descriptor(name: string, fd: number): OutputPlace {
  const stats = givenForWriting(fd);
  if (stats === undefined)
    throw refused(
      name,
      "is no descriptor that is open for writing",
      "open it, such as with 3>FILE in a shell",
    );
  if (stats.isBlockDevice()) throw refused(name, `is ${kindOf(stats)}`, "name a file");
  return { kind: "stream", isTerminal: isatty(fd), open: async () => new DescriptorWriter(fd, false) };
}

function special(name: string, is: Stats): OutputPlace {
  const open = async (signal: AbortSignal): Promise<Writable> => {
    for (;;) {
      signal.throwIfAborted();
      try {
        const fd = openSync(name, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
        assertSame(name, fd, is);
        return new DescriptorWriter(fd, true);
      } catch (cause) {
        if (cause instanceof OperatorError) throw cause;
        if (!is.isFIFO() || errorCode(cause) !== "ENXIO") throw cannotWrite(name, cause);
        await wait(NO_READER_MS, undefined, { signal });
      }
    }
  };
  return { kind: "stream", isTerminal: is.isCharacterDevice() && isTerminal(name), open };
}

/** Nothing was written, nor cut, yet. @throws OperatorError `target` when it is not what was looked at. */
function assertSame(name: string, fd: number, { dev, ino }: Stats): void {
  const now = fstatSync(fd);
  if (now.dev === dev && now.ino === ino) return;
  closeSync(fd);
  throw exchanged(name);
}

/** Milliseconds between looks for a reader. */
const NO_READER_MS = 50;

/** Somebody else's FIFO, or a link of somebody else to one, is how he would get what is written. */
function assertOurs(name: string, ...stats: readonly Stats[]): void {
  const uid = geteuid?.();
  for (const found of stats)
    if ((found.isSymbolicLink() || found.isFIFO()) && found.uid !== uid && found.uid !== 0)
      throw refused(
        name,
        `is ${found.isSymbolicLink() ? "a link" : kindOf(found)} of somebody else`,
        "name another file",
      );
}

/** Whether what is written there is shown to somebody, who cannot read a message. */
function isTerminal(name: string): boolean {
  try {
    const fd = openSync(name, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const shown = isatty(fd);
    closeSync(fd);
    return shown;
  } catch (cause) {
    throw cannotWrite(name, cause);
  }
}

function look(stats: (name: string) => Stats, name: string): Stats | undefined {
  try {
    return stats(name);
  } catch {
    return undefined; // what is wrong with it is told where the file is made
  }
}

const refused = (name: string, what: string, hint: string): OperatorError =>
  new OperatorError("target", `${name} ${what}`, { hint });

function cannotWrite(name: string, cause: unknown): OperatorError {
  return new OperatorError("target", `cannot write ${name}: ${reasonOf(cause)}`, {
    hint: adviceFor(cause, "write"),
    cause,
  });
}
