import type { BackupName } from "../object-key";

/** Backups of one thing. */
export interface Series<T extends BackupName> {
  readonly prefix: string;
  readonly name: string;
  /** At least one, in the order in which they were given. */
  readonly backups: readonly T[];
}

/** Backups put together by prefix and name; series in the order of both. */
export function seriesOf<T extends BackupName>(backups: readonly T[]): Series<T>[] {
  const series = new Map<string, T[]>();
  for (const backup of backups) {
    const of = `${backup.prefix}\n${backup.name}`;
    const found = series.get(of);
    if (found === undefined) series.set(of, [backup]);
    else found.push(backup);
  }
  return [...series.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([of, all]) => {
      const [prefix = "", name = ""] = of.split("\n");
      return { prefix, name, backups: all };
    });
}
