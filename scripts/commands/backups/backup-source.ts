import { basename, resolve } from "node:path";
import type { BackupSource } from "../../../modules/backup-contract";
import type { Compression } from "../../core/archive/compression/compression";
import { type EtcdOptions, etcdSource } from "../../core/sources/etcd";
import { filesSource } from "../../core/sources/files";
import { pipedSource } from "../../core/sources/piped";
import { producedSource } from "../../core/sources/produced";
import type { PreparedSource } from "../../core/sources/source";
import { stepCaSource } from "../../core/sources/step-ca";
import { PIPE } from "../../core/streams/byte-source";
import { OperatorError } from "../../errors";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";

export interface BackupOptions {
  readonly settings: Settings;
  readonly source: BackupSource;
  /** File or directory, `-` for stdin, or a STEPPATH; not with etcd. */
  readonly path: string | undefined;
  /** Program and arguments whose output is backed up, instead of a path. */
  readonly command: readonly string[] | undefined;
  /** Take an empty pipe, a program that writes nothing, and a directory without files for something to back up. */
  readonly allowEmpty: boolean;
  /** Name of the backup; the path's last part, or the source, when absent. */
  readonly name: string | undefined;
  /** `name=value` pairs on top of those that every backup has. */
  readonly context: readonly string[];
  readonly compression: Compression;
  /** Leave out what an archive cannot hold, instead of failing. */
  readonly skipUnsupported: boolean;
  /** How long to go on while AWS denies access. */
  readonly waitForPolicySeconds: number;
  readonly etcd: EtcdOptions;
  readonly stepCaPasswordFile: string | undefined;
  /** Make none when nothing changed since the last run, unless that backup is as old as this: milliseconds. */
  readonly skipUnlessOlderMilliseconds: number | undefined;
}

/** The name of the backup, and of the file when it comes from a pipe. */
export function backupNameOf({ source, path, command, name }: BackupOptions): string {
  if (name !== undefined) return name;
  if (source !== "files") return source;
  if (path !== undefined && path !== PIPE) return basename(resolve(path));
  const what = command === undefined ? "a pipe" : "a program";
  throw new OperatorError("usage", `a backup from ${what} needs a name`, { hint: "give --name" });
}

/** @throws OperatorError `usage` when options do not go together, before anything is read. */
export function checkSource(options: BackupOptions, { stdin }: Pick<CommandIo, "stdin">): void {
  const { source, path, command, allowEmpty } = options;
  const pipe = command !== undefined || path === PIPE;
  if (pipe && options.skipUnlessOlderMilliseconds !== undefined)
    throw new OperatorError(
      "usage",
      "--skip-if-unchanged does not go with a pipe or a program: what comes of it is known only when it was read",
      {
        hint: "back up a file or directory, or leave it out",
      },
    );
  if (command !== undefined) {
    checkCommand(options, command);
    return;
  }
  if (allowEmpty && source !== "files")
    throw new OperatorError("usage", `--allow-empty does not go with ${source}`, { hint: "leave it out" });
  if (source === "etcd") {
    if (path === undefined) return;
    throw new OperatorError("usage", `etcd is reached over the network, got the path ${path}`, {
      hint: "give --etcd-endpoints",
    });
  }
  if (path === undefined || path === "" || (source === "step-ca" && path === PIPE))
    throw new OperatorError("usage", "nothing to back up was named", {
      hint:
        source === "step-ca"
          ? "name the STEPPATH, such as /etc/step-ca"
          : "name a file or directory, or - for a pipe, or a program behind --",
    });
  if (path === PIPE && stdin.isTTY === true)
    throw new OperatorError("usage", "stdin is a terminal, not a pipe", {
      hint: "pipe something in, or name a program behind --",
    });
}

function checkCommand({ source, path }: BackupOptions, [program = ""]: readonly string[]): void {
  const problem =
    source !== "files"
      ? `a program's output is no backup of ${source}`
      : path !== undefined && path !== PIPE
        ? `a path and a program were named: ${path} and ${program}`
        : program === ""
          ? "no program was named behind --"
          : undefined;
  if (problem === undefined) return;
  throw new OperatorError("usage", problem, {
    hint: "give one of them, such as: sealstack backup --name NAME -- pg_dump DATABASE",
  });
}

/** Checks the source and makes it readable. */
export async function prepareSource(
  options: BackupOptions,
  name: string,
  io: CommandIo,
): Promise<PreparedSource> {
  const {
    source,
    path = PIPE,
    command,
    allowEmpty,
    skipUnsupported,
    stepCaPasswordFile: passwordFile,
  } = options;
  const { signal } = io;
  if (source === "etcd") return etcdSource(options.etcd, { run: io.services.runTool, signal });
  if (source === "step-ca") return stepCaSource(path, io.now(), { passwordFile, skipUnsupported });
  const pipe = { name, now: io.now(), allowEmpty, signal };
  if (command !== undefined) return producedSource(command as [string, ...string[]], pipe);
  if (path === PIPE) return pipedSource(io.stdin, pipe);
  const files = await filesSource(path, { skipUnsupported });
  if (allowEmpty) return files;
  for (const { type } of files.members) if (type !== "directory") return files;
  await files.dispose();
  throw new OperatorError("source", `there is no file in ${path}`, {
    hint: "check that its file system is mounted; give --allow-empty if it may be empty",
  });
}
