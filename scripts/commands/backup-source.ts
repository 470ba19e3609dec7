import { basename, resolve } from "node:path";
import type { BackupSource } from "../../modules/backup-contract";
import type { Settings } from "../config";
import type { Compression } from "../core/archive/compression/compression";
import { type EtcdOptions, etcdSource } from "../core/sources/etcd";
import { filesSource } from "../core/sources/files";
import { pipedSource } from "../core/sources/piped";
import type { PreparedSource } from "../core/sources/source";
import { stepCaSource } from "../core/sources/step-ca";
import { PIPE } from "../core/streams/byte-source";
import { OperatorError } from "../errors";
import type { CommandIo } from "./io";

export interface BackupOptions {
  readonly settings: Settings;
  readonly source: BackupSource;
  /** File or directory, `-` for stdin, or a STEPPATH; not with etcd. */
  readonly path: string | undefined;
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
}

/** The name of the backup, and of the file when it comes from a pipe. */
export function backupNameOf({ source, path, name }: BackupOptions): string {
  if (name !== undefined) return name;
  if (source !== "files") return source;
  if (path !== undefined && path !== PIPE) return basename(resolve(path));
  throw new OperatorError("usage", "a backup from a pipe needs a name", { hint: "give --name" });
}

/** @throws OperatorError `usage` when options do not go together, before anything is read. */
export function checkSource({ source, path }: BackupOptions): void {
  if (source === "etcd") {
    if (path === undefined) return;
    throw new OperatorError("usage", `etcd is reached over the network, got the path ${path}`, {
      hint: "give --etcd-endpoints",
    });
  }
  if (path === undefined || (source === "step-ca" && path === PIPE))
    throw new OperatorError("usage", `nothing to back up was named`, {
      hint:
        source === "step-ca"
          ? "name the STEPPATH, such as /etc/step-ca"
          : "name a file or directory, or - for a pipe",
    });
}

/** Checks the source and makes it readable. */
export async function prepareSource(
  options: BackupOptions,
  name: string,
  io: CommandIo,
): Promise<PreparedSource> {
  const { source, path = PIPE, skipUnsupported, stepCaPasswordFile: passwordFile } = options;
  if (source === "etcd") return etcdSource(options.etcd, { run: io.services.runTool, signal: io.signal });
  if (source === "step-ca") return stepCaSource(path, io.now(), { passwordFile, skipUnsupported });
  if (path === PIPE) return pipedSource(io.stdin, name, io.now());
  return filesSource(path, { skipUnsupported });
}
