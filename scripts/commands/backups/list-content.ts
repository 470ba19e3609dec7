import { type Member, ROOT_PATH } from "../../core/archive/member";
import { contentsOf } from "../../core/backup/contents";
import { findBackup } from "../../core/backup/list";
import { parseContext } from "../../core/crypto/context-pairs";
import { LazyList } from "../../output/lazy-list";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { formatBytes, tableLines } from "../format";
import type { CommandIo } from "../io";
import { progress } from "../progress";

export interface ListContentOptions {
  readonly settings: Settings;
  /** Id of a backup, or `latest`. */
  readonly backup: string;
  /** With `latest`: of the backups of this name. */
  readonly name: string | undefined;
  /** `name=value` pairs that the backup must have been made with. */
  readonly context: readonly string[];
  /** Open with the keys that `rewrap` added, and no others. */
  readonly rewrapped: boolean;
}

/** Lists what one backup holds, after all of it was authenticated. Nothing is written anywhere. */
export async function run(options: ListContentOptions, io: CommandIo): Promise<Report> {
  const { settings, name, rewrapped: rewrappedOnly } = options;
  const { services, signal, output } = io;
  const context = parseContext(options.context);
  const store = await services.store(settings);
  const selection = { prefixes: settings.searchPrefixes, name };
  const { backup, remarks } = await findBackup(store, options.backup, selection, signal);
  for (const remark of remarks) output.warn(remark);
  const cipher = await services.cipher(settings, "open");
  const onProgress = progress(io, `reading ${backup.name}`);
  const surroundings = { store, cipher, signal, onProgress, rewrappedOnly };
  const { members, content, keyRemarks, close } = await contentsOf(backup, context, surroundings);
  for (const remark of keyRemarks) output.warn(`${backup.id}: ${remark}`);
  const listed = new LazyList(function* () {
    for (const member of members) if (member.path !== ROOT_PATH) yield member;
  });
  const rows = new LazyList(function* () {
    yield ["MODE", "SIZE", "MODIFIED", "PATH"];
    yield* listed.map(row);
  });
  return {
    data: { id: backup.id, content, members: listed.map(data) },
    lines: tableLines(rows, io.stdout.columns),
    close,
  };
}

const LETTER = { file: "-", directory: "d", symlink: "l" } as const;

/** As `ls -l` and `tar tv` show it; sizes in units, times in UTC. */
function row({ type, path, mode, size, mtimeSeconds, linkTarget }: Member): string[] {
  const name = type === "directory" ? `${path}/` : path;
  return [
    `${LETTER[type]}${permissions(mode)}`,
    type === "file" ? formatBytes(size) : "",
    time(mtimeSeconds).slice(0, 16).replace("T", " "),
    linkTarget === undefined ? name : `${name} -> ${linkTarget}`,
  ];
}

const permissions = (mode: number): string =>
  [...(mode & 0o777).toString(2).padStart(9, "0")]
    .map((bit, at) => (bit === "1" ? "rwx"[at % 3] : "-"))
    .join("");

/** A time that no calendar has is shown as the number that it is. */
function time(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}

const data = ({ type, path, mode, uid, gid, size, mtimeSeconds, linkTarget }: Member) => ({
  path,
  type,
  mode: mode.toString(8).padStart(4, "0"),
  uid,
  gid,
  size,
  modified: time(mtimeSeconds),
  ...(linkTarget === undefined ? {} : { linkTarget }),
});
