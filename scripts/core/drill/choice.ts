/** Which backup of a series is drilled. Pure: the clock and the seed are arguments. */
import { createHash } from "node:crypto";
import type { ListedBackup } from "../backup/list";
import type { Series } from "../backup/series";
import type { DrillRecords } from "../records/drill-records";
import { drillsOf } from "../records/drill-records";
import { type QuarantineRecords, quarantineOf } from "../records/quarantine-records";

/** How a backup is chosen. AWS Backup's restore testing knows the same two. */
export type Choice =
  | { readonly by: "latest" }
  | {
      readonly by: "random";
      /** Days, 1 to 365, as in AWS Backup: older backups are not looked at. */
      readonly windowDays: number;
      /** The same seed chooses the same backup of the same listing. */
      readonly seed: string;
    }
  | { readonly by: "id" };

export interface Chosen {
  /** Absent when there is none. */
  readonly backup?: ListedBackup;
  /** How many it was chosen from. */
  readonly candidates: number;
  /** What the user should know about the choice. */
  readonly remarks: readonly string[];
}

const DAY_MILLISECONDS = 24 * 3_600_000;

/** The newest complete backup that is not in quarantine. */
export function chooseLatest({ backups }: Series<ListedBackup>, quarantine: QuarantineRecords): Chosen {
  const good = backups.filter((backup) => mayBeDrilled(backup, quarantine));
  const [backup] = good;
  const passedOver = backup === undefined ? backups : backups.slice(0, backups.indexOf(backup));
  return {
    ...(backup === undefined ? {} : { backup }),
    candidates: good.length,
    remarks: passedOver.map((each) => `${each.id} is passed over: it ${whyNot(each, quarantine)}`),
  };
}

/**
 * One of the complete backups of the window that were drilled least recently, those that never were before all others. So each of them has its turn,
 * and none a second one before that.
 */
export function chooseRandom(
  { prefix, name, backups }: Series<ListedBackup>,
  { quarantine, drills }: { readonly quarantine: QuarantineRecords; readonly drills: DrillRecords },
  { windowDays, seed }: { readonly windowDays: number; readonly seed: string },
  now: Date,
): Chosen {
  const from = now.getTime() - windowDays * DAY_MILLISECONDS;
  const candidates = backups.filter(
    (backup) => backup.createdAt.getTime() >= from && mayBeDrilled(backup, quarantine),
  );
  const lasts = candidates.map((backup) => lastDrill(backup, drills));
  const longestAgo = Math.min(...lasts);
  const due = candidates.filter((_, index) => lasts[index] === longestAgo);
  const backup = due[draw(`${seed}\n${prefix}${name}`, due.length)];
  return { ...(backup === undefined ? {} : { backup }), candidates: candidates.length, remarks: [] };
}

const mayBeDrilled = (backup: ListedBackup, quarantine: QuarantineRecords): boolean =>
  backup.complete && quarantineOf(backup, quarantine) === undefined;

const whyNot = (backup: ListedBackup, quarantine: QuarantineRecords): string =>
  quarantineOf(backup, quarantine) === undefined ? "has no manifest" : "is in quarantine";

/** Whatever its result: a drill that failed was a turn, too. */
function lastDrill(backup: ListedBackup, drills: DrillRecords): number {
  const { passed, failed } = drillsOf(backup, drills);
  return Math.max(
    passed?.getTime() ?? Number.NEGATIVE_INFINITY,
    failed?.getTime() ?? Number.NEGATIVE_INFINITY,
  );
}

/** A number below `count` that the seed decides; 48 bits, so that none is preferred by more than one in a billion. */
function draw(seed: string, count: number): number {
  return createHash("sha256").update(seed).digest().readUIntBE(0, 6) % Math.max(1, count);
}
