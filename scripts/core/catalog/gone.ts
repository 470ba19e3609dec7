/** Of a backup that others saw and that is not there: whether its time was over. Pure. */

import { parseId } from "../object-key";
import type { Sightings } from "./sightings";
import { DAY_MILLISECONDS, type Judgement, type Question } from "./words";

export function gone(
  { name: { id, createdAt }, seen, missed }: Sightings,
  { present, retentionDays, now }: Question,
): Judgement {
  const last = seen.at(-1);
  if (last === undefined) return { findings: [], unknown: [], expired: 0 };
  const since = missed.find((by) => by.createdAt > last.by.createdAt);
  const until = since === undefined ? "" : `, and no more when ${since.id} was made`;
  const where = `it was there when ${last.by.id} was made${until}`;
  // S3 counts the days from when an object was stored, and never removes it before.
  const stored = Date.parse(last.as.lastModified);
  if (retentionDays !== undefined) {
    const due = stored + retentionDays * DAY_MILLISECONDS;
    if (now.getTime() >= due) return { findings: [], unknown: [], expired: 1 };
    const time = Number.isFinite(due)
      ? `its time is over on ${new Date(due).toISOString()}`
      : "nothing is to be removed";
    const detail = `${where}; ${time}`;
    return { findings: [{ kind: "missing", id, detail }], unknown: [], expired: 0 };
  }
  // By their names: when an older one was stored may be later by now, because somebody stored it again.
  const older = present.find((each) => (parseId(each.id)?.createdAt ?? createdAt) < createdAt);
  if (older !== undefined) {
    const detail = `${where}; ${older.id}, which is older, is still there`;
    return { findings: [{ kind: "missing", id, detail }], unknown: [], expired: 0 };
  }
  const age = Math.floor((now.getTime() - createdAt.getTime()) / DAY_MILLISECONDS);
  return {
    findings: [],
    unknown: [
      `${id} is gone, ${age} days after it was made: whether its time was over cannot be known (${where})`,
    ],
    expired: 0,
  };
}
