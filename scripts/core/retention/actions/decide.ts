/** What stays of a series and what goes, and why. Pure. */
import { evidenceEnding } from "../../records/drill-records";
import { type FoundBackup, isComplete, isVisible, quarantineMarks, type Series } from "../bucket/inventory";
import type { Calendar } from "../policy/calendar";
import { keepers } from "../policy/keepers";
import type { Policy } from "../policy/policy";

/** - `pass over`: retention does not judge it. */
export type Verdict = "keep" | "delete" | "pass over";

/** Of a backup whose payload is to be seen. */
export interface Decision {
  readonly backup: FoundBackup;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

export interface SeriesPlan {
  readonly series: Series;
  readonly policy: Policy | undefined;
  /** Newest first. */
  readonly decisions: readonly Decision[];
}

/** How long a payload may wait for its manifest: a day, which no run takes between the two. */
const UNFINISHED_MS = 24 * 60 * 60 * 1000;

/** A mark may be so much later than this host's clock. */
const SKEW_MS = 5 * 60_000;

/**
 * @param policy `undefined` leaves the series alone
 * @returns newest first
 */
export function decide(
  { backups }: Series,
  policy: Policy | undefined,
  calendar: Calendar,
  now: Date,
): Decision[] {
  const visible = backups.filter(({ payload }) => isVisible(payload));
  const good = visible.filter((backup) => isComplete(backup) && quarantineMarks(backup).length === 0);
  const [newest] = good;
  const kept = keepers(
    good.map(({ id, createdAt, records }) => ({ id, createdAt, unchangedAt: unchangedAt(records, now) })),
    policy ?? {},
    calendar,
  );
  const drilled = good.find(({ records }) => records.some(hasPassed));
  return visible.map((backup): Decision => {
    const found = (verdict: Verdict, ...reasons: string[]): Decision => ({ backup, verdict, reasons });
    if (quarantineMarks(backup).length > 0) return found("pass over", "in quarantine");
    if (newest === undefined) return found("pass over", "no backup of its series is complete and good");
    if (policy === undefined) return found("pass over", "no policy is for its series");
    if (!isComplete(backup)) return incomplete(backup, newest, now);
    const protecting = [
      ...(backup === newest ? ["the newest of its series"] : []),
      ...(backup === drilled ? ["the newest that a drill proved"] : []),
    ];
    const reasons = [...(kept.get(backup.id) ?? []), ...protecting];
    return reasons.length > 0 ? found("keep", ...reasons) : found("delete", "no rule keeps it");
  });
}

function incomplete(backup: FoundBackup, newest: FoundBackup, now: Date): Decision {
  if (backup.manifest.length > 0)
    return { backup, verdict: "pass over", reasons: ["its manifest was deleted, and it was not"] };
  const stored = backup.payload[0]?.lastModified ?? now;
  const waits = now.getTime() - stored.getTime() < UNFINISHED_MS || backup.createdAt > newest.createdAt;
  return waits
    ? { backup, verdict: "keep", reasons: ["incomplete: no manifest yet"] }
    : { backup, verdict: "delete", reasons: ["incomplete: no manifest, and a later backup is complete"] };
}

function unchangedAt(records: FoundBackup["records"], now: Date): Date[] {
  const limit = now.getTime() + SKEW_MS;
  return records.filter(({ kind, at }) => kind === "unchanged" && at.getTime() <= limit).map(({ at }) => at);
}

const hasPassed = ({ kind, ending }: FoundBackup["records"][number]): boolean =>
  kind === "drills" && ending === evidenceEnding("passed");
