/** Words of the judgement on a series of backups. */
import type { BackupName } from "../object-key";
import type { Catalog, SeenBackup } from "./catalog";

/** A backup that is there, with what it says of its predecessors. */
export interface Witness {
  readonly name: BackupName;
  /** `undefined` where it says nothing: made before there were catalogs, or not to be opened. */
  readonly catalog: Catalog | undefined;
}

export interface Question {
  /** The backups of one series as they are listed, the newest first. */
  readonly present: readonly SeenBackup[];
  readonly witnesses: readonly Witness[];
  /** The store that is listed, by its name for people. */
  readonly store: string;
  readonly now: Date;
  /** Every backup is kept for so many days; `undefined` where nobody says it. */
  readonly retentionDays: number | undefined;
  /**
   * Backups of the series that a delete marker hides, by their ids, and since when.
   * @default - it is not known, and whatever is hidden is missing
   */
  readonly hidden?: ReadonlyMap<string, Date> | undefined;
}

/** Something that should not be. */
export interface Finding {
  readonly kind: "missing" | "hidden" | "replaced" | "put back" | "older than expected";
  /** The backup that it is about; `undefined` where nobody remembers its name. */
  readonly id: string | undefined;
  /** What is known, as a clause. */
  readonly detail: string;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  /** Sentences about what cannot be known. */
  readonly unknown: readonly string[];
  /** Backups that are gone because their time was over. */
  readonly expired: number;
  /** Ids of backups that a delete marker hides, as `prune` does it. */
  readonly hidden?: readonly string[];
}

export const DAY_MILLISECONDS = 24 * 3_600_000;
