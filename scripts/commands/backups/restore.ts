import { tmpdir } from "node:os";
import { join } from "node:path";
import { Selection } from "../../core/archive/reading/select";
import { checkTarget } from "../../core/archive/reading/target";
import { findBackup } from "../../core/backup/list";
import type { PayloadSurroundings } from "../../core/backup/payload";
import {
  type Restored,
  type RestoreRequest,
  release as releaseBackup,
  restore,
} from "../../core/backup/restore";
import { parseContext } from "../../core/crypto/context-pairs";
import type { BackupName } from "../../core/object-key";
import { SNAPSHOT_PATH } from "../../core/sources/etcd-snapshot";
import { PIPE } from "../../core/streams/byte-source";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { shellWord } from "../../shell-word";
import { besides, cleanUp } from "../clean-up";
import { type Fact, formatBytes, formatDuration, formatFacts } from "../format";
import type { CommandIo } from "../io";
import { progress } from "../progress";
import { release } from "../release";
import { broughtBack, type RehydrateOptions } from "./rehydrate";

export interface RestoreOptions {
  readonly settings: Settings;
  /** Id of a backup, or `latest`. */
  readonly backup: string;
  /** A new or an empty directory, or `-` for stdout; nothing to ask for an archived backup only. */
  readonly target: string | undefined;
  /** With `latest`: of the backups of this name. */
  readonly name: string | undefined;
  /** `name=value` pairs that the backup must have been made with. */
  readonly context: readonly string[];
  /** Give files the numeric owners of the backup; root only. */
  readonly preserveOwner: boolean;
  /** Paths and globs of what is restored; all of it when there are none. */
  readonly paths: readonly string[];
  /** Bring it back from an archive of S3 first. */
  readonly rehydrate: RehydrateOptions | undefined;
  /** Open with the keys that `rewrap` added, and no others. */
  readonly rewrapped: boolean;
}

/** Restores a backup, all of it or nothing. */
export async function run(options: RestoreOptions, io: CommandIo): Promise<Report> {
  const { settings, target, name, preserveOwner } = options;
  const { services, signal, now, output } = io;
  const context = parseContext(options.context);
  const selection = options.paths.length === 0 ? undefined : new Selection(options.paths);
  const toStdout = target === PIPE;
  if (toStdout && preserveOwner)
    throw new OperatorError("usage", "--preserve-owner goes with a directory, not with stdout", {
      hint: "leave it out",
    });
  if (toStdout) cleanUp([tmpdir()], io);
  else if (target !== undefined) {
    cleanUp([besides(target), target], io);
    await checkTarget(target);
  }
  const store = await services.store(settings);
  const { backup, remarks } = await findBackup(
    store,
    options.backup,
    { prefixes: settings.searchPrefixes, name },
    signal,
  );
  for (const remark of remarks) output.warn(remark);
  if (options.rehydrate !== undefined) {
    const report = await broughtBack(backup, options.rehydrate, { store, target }, io);
    if (report !== undefined) return report;
  }
  if (target === undefined) throw new Error("there is nowhere to restore to");
  const cipher = await services.cipher(settings, "open");
  const started = now().getTime();
  const onProgress = progress(io, `restoring ${backup.name}`);
  const surroundings = { store, cipher, signal, onProgress, rewrappedOnly: options.rewrapped };
  const restored = toStdout
    ? await toPipe(backup, { context, selection }, surroundings, io)
    : await restore(backup, { target, context, preserveOwner, selection }, surroundings);
  for (const remark of restored.remarks) output.warn(`${backup.id}: ${remark}`);
  const took = now().getTime() - started;
  const { content, bytes } = restored;
  const { info } = content;
  const wrote = selection?.chosen ?? { files: content.files, bytes: content.bytes };
  return {
    data: { id: backup.id, target, content, wrote, ciphertextBytes: bytes, durationSeconds: took / 1000 },
    stdoutIsPayload: toStdout,
    lines: formatFacts(`restored ${backup.id} to ${toStdout ? "stdout" : target}`, [
      ["made", `${info.createdAt} on ${info.host} from ${info.source}`],
      [
        "wrote",
        `${countOf(wrote.files, content.files)}, ${formatBytes(wrote.bytes)}, in ${formatDuration(took)}`,
      ],
      ["proof", "every byte was authenticated, every file compared with its digest"],
      ...(toStdout || selection !== undefined ? [] : NEXT[info.source](target)),
    ]),
  };
}

function countOf(files: number, all: number): string {
  const of = files === all ? "" : ` of ${all}`;
  return `${files}${of} ${all === 1 ? "file" : "files"}`;
}

/** Nothing reaches stdout before all of the backup was authenticated. */
async function toPipe(
  backup: BackupName,
  wanted: Pick<RestoreRequest, "context" | "selection">,
  surroundings: PayloadSurroundings,
  io: CommandIo,
): Promise<Restored> {
  const { kept, ...released } = await releaseBackup(backup, wanted, surroundings);
  await release(kept, { kind: "stdout" }, io);
  return released;
}

/** What brings the service back; commands from the manuals of etcd and step-ca. */
const NEXT: Readonly<Record<"files" | "etcd" | "step-ca", (target: string) => Fact[]>> = {
  files: () => [],
  etcd: (target) => {
    const rest = `snapshot restore ${shellWord(join(target, SNAPSHOT_PATH))} --data-dir NEW-DATA-DIRECTORY`;
    return [["next", [`etcdutl ${rest}`, `(before etcd 3.5: ETCDCTL_API=3 etcdctl ${rest})`]]];
  },
  "step-ca": (target) => [["next", `step-ca ${shellWord(join(target, "config", "ca.json"))}`]],
};
