/** Names of what is there for a while only. They say which process made them, so that a later one knows whether it still runs. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { pid } from "node:process";

/** Which process, of all that may use the same file system. */
export interface Origin {
  /** Of the kernel, from its start on; the same in all containers of a host. */
  readonly boot: string;
  /** In which process ids are counted; `""` where they cannot be looked up. */
  readonly namespace: string;
  readonly pid: number;
  /** When it began, in ticks since the kernel did: process ids come again. */
  readonly started: number;
}

/** Bytes of the target's name that stand in ours: what is put around it must fit, too. */
const SHOWN_BYTES = 80;

const NAME = /^\.(?:.+\.)?sealstack-([0-9a-f]{8})-([0-9a-f]{6})-([0-9a-z]+)-([0-9a-z]+)-[0-9a-f]{8}$/s;

/** `.NAME.sealstack-` and who made it; new each time. */
export function ownName(shown: string): string {
  const { boot, namespace, pid: id, started } = ownOrigin();
  const cut = Buffer.from(shown)
    .subarray(0, SHOWN_BYTES)
    .toString()
    .replace(/\ufffd+$/, "");
  const parts = [boot, namespace, id.toString(36), started.toString(36), randomBytes(4).toString("hex")];
  return `${cut === "" ? "" : `.${cut}`}.sealstack-${parts.join("-")}`;
}

/** A name of something that is read before it is removed; see notes.ts. */
export const noteName = (): string => ownName(NOTE);

export const isNote = (name: string): boolean =>
  name.startsWith(`.${NOTE}.sealstack-`) && originOf(name) !== undefined;

const NOTE = "note";

/** Whose a name is; `undefined` when it is no name of ours. */
export function originOf(name: string): Origin | undefined {
  const [, boot, namespace, id = "", started = ""] = NAME.exec(name) ?? [];
  if (boot === undefined || namespace === undefined) return undefined;
  return { boot, namespace, pid: Number.parseInt(id, 36), started: Number.parseInt(started, 36) };
}

/** Stands for what cannot be known. */
export const UNKNOWN_BOOT = "0".repeat(8);

let own: Origin | undefined;

export function ownOrigin(): Origin {
  own ??= read();
  return own;
}

function read(): Origin {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    const namespace = readlinkSync("/proc/self/ns/pid");
    // Another namespace's /proc counts in another way, and tells nothing of what we know by its number.
    if (Number(readlinkSync("/proc/self")) !== pid) throw new Error("the /proc of another namespace");
    const { started } = statusOf(pid);
    return { boot: digest(boot, 8), namespace: digest(namespace, 6), pid, started };
  } catch {
    return { boot: UNKNOWN_BOOT, namespace: "0".repeat(6), pid, started: 0 };
  }
}

const digest = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/**
 * Fields 3 and 22 of its status; the second one, its name, may hold anything.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function statusOf(id: number): { readonly state: string; readonly started: number } {
  const text = readFileSync(`/proc/${id}/stat`, "latin1");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", started: Number(fields[19]) };
}
