/** What may be wrong with the host itself, as a process meets it: the table that the tests try and docs/faults.md shows. */
import type { CliProcessOptions } from "../processes/cli-process";

export interface HostRow {
  readonly host: string;
  readonly ends: "ok" | "target";
  /** The code of the system that the error names. */
  readonly code?: string;
  readonly options: CliProcessOptions;
  /** Whether it takes a mount namespace of one's own. */
  readonly mounts?: true;
}

/** @param mount a command of the shell; `$@` is the program */
const mounted = (mount: string): CliProcessOptions => ({
  shell: `exec unshare -rm sh -c '${mount} && exec "$@"' sh "$@"`,
});

/** @param target the directory that is written to */
export const hostRows = (target: string): readonly HostRow[] => [
  { host: "no `HOME`", ends: "ok", options: { env: { HOME: undefined } } },
  { host: "`TMPDIR` is no directory", ends: "ok", options: { env: { TMPDIR: "/nowhere" } } },
  { host: "neither", ends: "ok", options: { env: { HOME: undefined, TMPDIR: "/nowhere" } } },
  {
    host: "no file may grow (`ulimit -f 0`)",
    ends: "target",
    code: "EFBIG",
    options: { shell: 'ulimit -f 0; exec "$@"' },
  },
  {
    host: "the disk is full",
    ends: "target",
    code: "ENOSPC",
    options: mounted(`mount -t tmpfs -o size=16k none ${target}`),
    mounts: true,
  },
  {
    host: "the target is read-only",
    ends: "target",
    code: "EROFS",
    options: mounted(`mount -t tmpfs -o ro none ${target}`),
    mounts: true,
  },
  {
    host: "the root is read-only",
    ends: "target",
    code: "EROFS",
    options: mounted("mount -o remount,bind,ro /"),
    mounts: true,
  },
];
