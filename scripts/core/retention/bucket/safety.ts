/** What has to be right before anything is hidden. Whatever is not ends the run, before its first change. */
import { OperatorError } from "../../../errors";
import type { VersionedStore } from "../ports";
import { type FoundBackup, type Inventory, isVisible, quarantineMarks } from "./inventory";

/** How far two clocks may be apart: 5 minutes. S3 itself takes requests that are 15 minutes off. */
const TOLERANCE_MS = 5 * 60_000;

/** Names of backups that a message shows. */
const SHOWN = 5;

/**
 * @returns the time of this host, which agrees with that of the server
 * @throws OperatorError `notSafe` where a deletion could not be taken back, or the two clocks disagree
 */
export async function assertReady(
  store: VersionedStore,
  now: () => Date,
  signal: AbortSignal,
): Promise<Date> {
  const versioning = await store.versioning({ signal });
  const [here, there] = [now(), store.serverTime()];
  if (versioning !== "Enabled")
    throw notSafe(
      `versioning of ${store.name} must be Enabled, got ${versioning}: a delete marker would be a deletion there`,
      "switch versioning on; the presets' buckets have it",
    );
  if (there === undefined)
    throw notSafe(
      `${store.name} does not say what time it is, so that the clock of this host cannot be checked`,
      "check the endpoint, and what stands between it and this host",
    );
  const apart = Math.abs(here.getTime() - there.getTime());
  if (apart > TOLERANCE_MS)
    throw notSafe(
      `two clocks disagree: this host has ${text(here)}, ${store.name} has ${text(there)}; allowed are 5 minutes`,
      "synchronise the clock of this host (NTP)",
    );
  return here;
}

/**
 * @throws OperatorError `notSafe` when nothing is there, or a time cannot be right; what is in quarantine does not count
 */
export function assertPlausible({ series }: Inventory, place: string, now: Date): void {
  const visible = series.flatMap(({ backups }) => backups).filter(({ payload }) => isVisible(payload));
  if (visible.length === 0)
    throw notSafe(
      `no backup is to be seen below ${place}`,
      "check --bucket, --prefix and --name; see `sealstack list`",
    );
  const counted = visible.filter((backup) => quarantineMarks(backup).length === 0);
  const limit = now.getTime() + TOLERANCE_MS;
  refuse(
    counted.filter(({ createdAt }) => createdAt.getTime() > limit),
    ({ createdAt }) => `it is of ${text(createdAt)}, and now it is ${text(now)}`,
    "of the future",
  );
  refuse(
    counted.filter(({ payload, createdAt }) => createdAt.getTime() > storedAt(payload) + TOLERANCE_MS),
    ({ payload, createdAt }) =>
      `it is of ${text(createdAt)}, and was stored before that, at ${text(new Date(storedAt(payload)))}`,
    "of a clock that disagrees with that of S3",
  );
}

const storedAt = (payload: FoundBackup["payload"]): number => payload[0]?.lastModified.getTime() ?? 0;

function refuse(backups: readonly FoundBackup[], why: (backup: FoundBackup) => string, what: string): void {
  const [first] = backups;
  if (first === undefined) return;
  const shown = backups.slice(0, SHOWN).map((backup) => `${backup.id}: ${why(backup)}`);
  const more = backups.length > SHOWN ? [`and ${backups.length - SHOWN} more`] : [];
  throw new OperatorError(
    "notSafe",
    `${backups.length === 1 ? "a backup is" : `${backups.length} backups are`} ${what}: which is the newest cannot be told`,
    {
      details: [...shown, ...more],
      hint: `look at the clocks of the hosts; then run \`sealstack quarantine ${first.id} --reason TEXT\`, and it does not count`,
    },
  );
}

const text = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");

function notSafe(problem: string, hint: string): OperatorError {
  return new OperatorError("notSafe", problem, { hint });
}
