/** The backups that a run drills: one of each series, or the one that was asked for. */
import { findBackup, type ListedBackup, type Listing, listBackups } from "../../core/backup/list";
import { type Series, seriesOf } from "../../core/backup/series";
import { type Chosen, chooseLatest, chooseRandom } from "../../core/drill/choice";
import type { Evidence } from "../../core/drill/evidence/evidence";
import type { BackupName } from "../../core/object-key";
import type { ObjectStore } from "../../core/ports";
import { freshAt } from "../../core/records/unchanged-records";
import { OperatorError } from "../../errors";
import type { CommandIo } from "../io";
import type { DrillOptions } from "./options";

export interface Task {
  readonly backup: BackupName;
  readonly freshAt: Date;
  readonly choice: Evidence["choice"];
}

/** @throws OperatorError `notFound` when there is nothing to drill at all, or `usage` for an id that is none. */
export async function chooseBackups(
  options: DrillOptions,
  store: ObjectStore,
  io: CommandIo,
): Promise<Task[]> {
  const { settings, name, choice } = options;
  const prefixes = settings.searchPrefixes;
  if (choice.by === "id") {
    const { backup } = await findBackup(store, options.backup ?? "", { prefixes, name }, io.signal);
    const listing = await listBackups(store, { prefixes: [backup.prefix] }, io.signal);
    const fresh = freshAt(backup, listing.unchanged, io.now());
    return [{ backup, freshAt: fresh, choice: { by: "id" } }];
  }
  const listing = await listBackups(store, { prefixes, name }, io.signal);
  const series = seriesOf(listing.backups);
  const place = (prefix: string): string => `${store.name}/${prefix}`;
  for (const prefix of prefixes)
    if (!series.some((each) => each.prefix.startsWith(prefix)))
      io.output.warn(`there is no backup to drill below ${place(prefix)}`);
  const tasks = series.flatMap((each) => taskOf(each, listing, options, io));
  if (tasks.length > 0) return tasks;
  const within = choice.by === "random" ? ` of the last ${choice.windowDays} days` : "";
  throw new OperatorError(
    "notFound",
    `no complete backup${within} to drill below ${prefixes.map(place).join(", ")}`,
    { hint: "see with `sealstack list` what is there" },
  );
}

function taskOf(
  series: Series<ListedBackup>,
  listing: Listing,
  { choice }: DrillOptions,
  { now, output }: CommandIo,
): Task[] {
  const { backup, candidates, remarks } = choose(series, listing, choice, now());
  for (const remark of remarks) output.warn(remark);
  if (backup === undefined) {
    output.warn(
      `no backup of ${series.prefix}${series.name} can be drilled: none is complete and within reach`,
    );
    return [];
  }
  const how = choice.by === "random" ? { windowDays: choice.windowDays, seed: choice.seed } : {};
  return [
    {
      backup,
      freshAt: freshAt(backup, listing.unchanged, now()),
      choice: { by: choice.by, ...how, candidates },
    },
  ];
}

function choose(
  series: Series<ListedBackup>,
  listing: Listing,
  choice: DrillOptions["choice"],
  now: Date,
): Chosen {
  return choice.by === "random"
    ? chooseRandom(series, listing, choice, now)
    : chooseLatest(series, listing.quarantine);
}
