/** Of backups that nobody remembers by name, only by number. Pure. */
import { parseId } from "../object-key";
import { digestOf, type SeenBackup } from "./catalog";
import { DAY_MILLISECONDS, type Judgement, type Question } from "./words";

/** By the newest backup that counted them. */
export function rest({ present, witnesses, retentionDays, now, hidden = new Map() }: Question): Judgement {
  const nothing: Judgement = { findings: [], unknown: [], expired: 0 };
  const witness = witnesses.find(({ catalog }) => catalog !== undefined && catalog.problem === undefined);
  const catalog = witness?.catalog;
  const oldest = catalog?.newest.at(-1);
  if (witness === undefined || catalog === undefined || oldest === undefined || catalog.older === undefined)
    return nothing;
  const limit = parseId(oldest.id)?.createdAt ?? new Date(0);
  const named = new Map<string, SeenBackup>();
  for (const each of witnesses) for (const seen of each.catalog?.newest ?? []) named.set(seen.id, seen);
  for (const seen of present) if (!named.has(seen.id)) named.set(seen.id, seen);
  const older = [...named.values()].filter(({ id }) => isOlder(id, limit, oldest.id)).sort(byAge);
  if (digestOf(older) === catalog.older.sha256) return nothing;
  const veiled = [...hidden.keys()].filter((id) => !named.has(id) && isOlder(id, limit, oldest.id));
  const lost = catalog.older.count - older.length - veiled.length;
  if (lost <= 0) return nothing; // each is named, and was looked at by its name
  const what = `${lost} older than ${oldest.id}, which ${witness.name.id} counted and nobody names`;
  const kept = (retentionDays ?? Number.NaN) * DAY_MILLISECONDS;
  if (now.getTime() >= limit.getTime() + kept) return { ...nothing, expired: lost };
  const first = Date.parse(catalog.older.first);
  return now.getTime() < first + kept
    ? { ...nothing, findings: [{ kind: "missing", id: undefined, detail: `${what}, before their time` }] }
    : { ...nothing, unknown: [`${what}, are gone: whether their time was over cannot be known`] };
}

function isOlder(id: string, limit: Date, oldest: string): boolean {
  const made = parseId(id)?.createdAt;
  return (
    made !== undefined &&
    id !== oldest &&
    (made < limit || (made.getTime() === limit.getTime() && id > oldest))
  );
}

function byAge(a: SeenBackup, b: SeenBackup): number {
  const [left, right] = [parseId(a.id)?.createdAt.getTime() ?? 0, parseId(b.id)?.createdAt.getTime() ?? 0];
  return right - left || (a.id < b.id ? -1 : 1);
}
