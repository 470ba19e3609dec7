import { OBJECT_SUFFIX } from "../../../modules/backup-contract";
import { OperatorError } from "../../errors";
import { type BackupName, manifestKey, normalPrefix, parseId } from "../object-key";
import type { ObjectStore } from "../ports";
import { DrillMarks, type DrillRecords } from "../records/drill-records";
import { QuarantineMarks, type QuarantineRecords, quarantineOf } from "../records/quarantine-records";
import { UnchangedMarks, type UnchangedRecords } from "../records/unchanged-records";

/** A backup as the names in the bucket show it. */
export interface ListedBackup extends BackupName {
  /** Bytes of the payload. */
  readonly bytes: number;
  /** Whether there is a manifest too. */
  readonly complete: boolean;
}

export interface Listing {
  /** Newest first. */
  readonly backups: readonly ListedBackup[];
  /** Keys of manifests without a payload. */
  readonly orphans: readonly string[];
  /** When runs found nothing changed; see {@link freshAt}. */
  readonly unchanged: UnchangedRecords;
  /** Which backups are known to be bad; see {@link quarantineOf}. */
  readonly quarantine: QuarantineRecords;
  /** When backups were drilled. */
  readonly drills: DrillRecords;
}

export interface Selection {
  /** Object-key prefixes, none within another; `""` is the whole bucket. */
  readonly prefixes: readonly string[];
  /** Only backups of this name. */
  readonly name?: string | undefined;
}

/** All backups below the prefixes. Reads names and sizes only, so any role that may list can do it. */
export async function listBackups(
  store: ObjectStore,
  selection: Selection,
  signal: AbortSignal,
): Promise<Listing> {
  const payloads: { readonly name: BackupName; readonly bytes: number }[] = [];
  const manifests = new Set<string>();
  const unchanged = new UnchangedMarks();
  const quarantine = new QuarantineMarks();
  const drills = new DrillMarks();
  for (const prefix of selection.prefixes) {
    for await (const { key, size } of store.list(normalPrefix(prefix), { signal })) {
      if (key.endsWith(OBJECT_SUFFIX.manifest)) manifests.add(key);
      const name = parseId(key);
      if (name !== undefined) payloads.push({ name, bytes: size });
      else for (const marks of [unchanged, quarantine, drills]) marks.see(key);
    }
  }
  const all = payloads.map(
    ({ name, bytes }): ListedBackup => ({ ...name, bytes, complete: manifests.has(manifestKey(name.id)) }),
  );
  const owned = new Set(all.map(({ id }) => manifestKey(id)));
  return {
    backups: all
      .filter(({ name }) => selection.name === undefined || name === selection.name)
      .sort(newestFirst),
    orphans: [...manifests].filter((key) => !owned.has(key)),
    unchanged: unchanged.records,
    quarantine: quarantine.records,
    drills: drills.records,
  };
}

/** By the time in the id: it is authenticated with the message, the bucket's own time is not. */
function newestFirst(a: BackupName, b: BackupName): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}

/** Word for the newest complete backup that is not in quarantine, in place of an id. */
export const LATEST = "latest";

/** The backup that was asked for. */
export interface Wanted {
  readonly backup: BackupName;
  /** What the user should know about the choice. */
  readonly remarks: readonly string[];
}

/**
 * @param wanted {@link LATEST}, or the id of a backup.
 * @throws {@link OperatorError} `usage` when the id is none, or `latest` could mean backups of different things;
 *   `notFound` when there is no complete backup, or none that is not known to be bad.
 */
export async function findBackup(
  store: ObjectStore,
  wanted: string,
  selection: Selection,
  signal: AbortSignal,
): Promise<Wanted> {
  if (wanted !== LATEST) return { backup: byId(wanted), remarks: [] };
  const { backups, quarantine } = await listBackups(store, selection, signal);
  const place = selection.prefixes.map((prefix) => `${store.name}/${normalPrefix(prefix)}`).join(", ");
  const series = [...new Set(backups.map(({ prefix, name }) => `${prefix}${name}`))];
  if (series.length > 1)
    throw new OperatorError(
      "usage",
      `'${LATEST}' could be one of ${series.length} series: ${series.join(", ")}`,
      {
        hint: "choose one with --prefix and --name",
      },
    );
  const isBad = (backup: BackupName): boolean => quarantineOf(backup, quarantine) !== undefined;
  const latest = backups.find((backup) => backup.complete && !isBad(backup));
  if (latest !== undefined) {
    const newer = backups.slice(0, backups.indexOf(latest));
    const why = (each: ListedBackup): string => (isBad(each) ? "is in quarantine" : "has no manifest");
    return { backup: latest, remarks: newer.map((each) => `${each.id} is newer, but ${why(each)}`) };
  }
  const bad = backups.filter(isBad).length;
  const first = backups.find((backup) => !isBad(backup));
  const others = [
    ...(backups.length > bad ? [`${backups.length - bad} without a manifest`] : []),
    ...(bad > 0 ? [`${bad} in quarantine`] : []),
  ];
  throw new OperatorError("notFound", `no complete backup below ${[place, ...others].join(", and ")}`, {
    hint:
      first !== undefined
        ? `verify one by its id: ${first.id}`
        : bad > 0
          ? "see with `sealstack list` why; a backup in quarantine can be had by its id"
          : "check --bucket, --prefix and --name",
  });
}

function byId(id: string): BackupName {
  const found = parseId(id);
  if (found !== undefined) return found;
  const [, bucket, key = ""] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(id) ?? [];
  if (bucket !== undefined)
    throw new OperatorError("usage", `'${id}' is an address, not the id of a backup`, {
      hint:
        parseId(key) === undefined
          ? `give --bucket ${bucket} and an id`
          : `give --bucket ${bucket} and ${key}`,
    });
  throw new OperatorError("usage", `'${id}' is not the id of a backup`, {
    hint: `give '${LATEST}', or an id as \`sealstack list\` shows it, such as step-ca/ca-20261122T014200Z.tar.gz${OBJECT_SUFFIX.kms}`,
  });
}
