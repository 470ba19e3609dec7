import { join } from "node:path";
import type { Settings } from "../config";
import { checkTarget } from "../core/archive/reading/target";
import { findBackup } from "../core/backup/list";
import { restore } from "../core/backup/restore";
import { parseContext } from "../core/crypto/context-pairs";
import { SNAPSHOT_PATH } from "../core/sources/etcd-snapshot";
import type { Report } from "../output";
import { type Fact, formatBytes, formatDuration, formatFacts, shellWord } from "./format";
import type { CommandIo } from "./io";
import { progress } from "./progress";

export interface RestoreOptions {
  readonly settings: Settings;
  /** Id of a backup, or `latest`. */
  readonly backup: string;
  /** A new or an empty directory. */
  readonly target: string;
  /** With `latest`: of the backups of this name. */
  readonly name: string | undefined;
  /** `name=value` pairs that the backup must have been made with. */
  readonly context: readonly string[];
  /** Give files the numeric owners of the backup; root only. */
  readonly preserveOwner: boolean;
}

/** Restores a backup, all of it or nothing. */
export async function run(options: RestoreOptions, io: CommandIo): Promise<Report> {
  const { settings, target, name, preserveOwner } = options;
  const { services, signal, now, output } = io;
  const context = parseContext(options.context);
  await checkTarget(target);
  const store = await services.store(settings);
  const { backup, remarks } = await findBackup(
    store,
    options.backup,
    { prefixes: settings.searchPrefixes, name },
    signal,
  );
  const cipher = await services.cipher(settings, "open");
  for (const remark of remarks) output.warn(remark);
  const started = now().getTime();
  const surroundings = { store, cipher, signal, onProgress: progress(io, `restoring ${backup.name}`) };
  const restored = await restore(backup, { target, context, preserveOwner }, surroundings);
  for (const remark of restored.remarks) output.warn(`${backup.id}: ${remark}`);
  const took = now().getTime() - started;
  const { content, bytes } = restored;
  const { info, files } = content;
  return {
    data: { id: backup.id, target, content, ciphertextBytes: bytes, durationSeconds: took / 1000 },
    lines: formatFacts(`restored ${backup.id} to ${target}`, [
      ["made", `${info.createdAt} on ${info.host} from ${info.source}`],
      [
        "wrote",
        `${files} ${files === 1 ? "file" : "files"}, ${formatBytes(content.bytes)}, in ${formatDuration(took)}`,
      ],
      ["proof", "every byte was authenticated, every file compared with its digest"],
      ...NEXT[info.source](target),
    ]),
  };
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
