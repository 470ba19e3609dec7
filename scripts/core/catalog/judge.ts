/** What backups remember of each other, against what is there. Pure. */
import type { SeenBackup } from "./catalog";
import { gone } from "./gone";
import { judgeHidden } from "./hidden";
import { rest } from "./rest";
import { type Sightings, sightingsOf } from "./sightings";
import { DAY_MILLISECONDS, type Finding, type Judgement, type Question } from "./words";

/** A backup that began so long before another one may still have been on its way when that one looked: a day. */
const UPLOAD_MILLISECONDS = DAY_MILLISECONDS;

export function judge(question: Question): Judgement {
  const { present, witnesses, store, hidden } = question;
  const veiled = judgeHidden(question);
  const found: Judgement[] = [veiled];
  const byId = new Map(present.map((seen) => [seen.id, seen]));
  for (const sightings of sightingsOf(present, witnesses)) {
    const now = byId.get(sightings.name.id);
    if (now === undefined && hidden?.has(sightings.name.id)) continue;
    found.push(now === undefined ? gone(sightings, question) : there(sightings, now, store));
  }
  found.push(rest(question));
  return {
    findings: found.flatMap(({ findings }) => findings),
    unknown: found.flatMap(({ unknown }) => unknown),
    expired: found.reduce((sum, { expired }) => sum + expired, 0),
    hidden: veiled.hidden ?? [],
  };
}

/** Of a backup that is there: whether it is the one that was there. */
function there(
  { name: { id, createdAt }, seen, missed }: Sightings,
  now: SeenBackup,
  store: string,
): Judgement {
  const last = seen.at(-1);
  const findings: Finding[] = [];
  const unknown: string[] = [];
  // Each sighting against the next one, and the last against what is there.
  const shown = [
    ...seen.map(({ as, by, store: where }) => ({ as, by, where })),
    { as: now, by: undefined, where: store },
  ];
  for (const [index, { as, by, where }] of shown.slice(0, -1).entries()) {
    const next = shown[index + 1];
    if (next === undefined) break;
    const change = difference(as, next.as, where === next.where);
    if (change === undefined) continue;
    const until = next.by === undefined ? "now" : `when ${next.by.id} was made`;
    const detail = `${change.detail}: it was as ${by?.id} saw it, and is another ${until}`;
    findings.push({ kind: change.kind, id, detail });
  }
  const away = missed.find(
    (by) => last === undefined || seen.some((each) => each.by.createdAt < by.createdAt),
  );
  if (away !== undefined && last !== undefined)
    findings.push({
      kind: "put back",
      id,
      detail: `it was not there when ${away.id} was made, and had been before`,
    });
  else if (away !== undefined) {
    const late = missed.find((by) => by.createdAt.getTime() - createdAt.getTime() > UPLOAD_MILLISECONDS);
    if (late !== undefined)
      findings.push({
        kind: "put back",
        id,
        detail: `it was not there when ${late.id} was made, and is older than that`,
      });
    else
      unknown.push(
        `${id} was not there when ${away.id} was made: it may have been on its way, or was put there later`,
      );
  }
  return { findings, unknown, expired: 0 };
}

/** @param comparable whether both stood in one store: a replica has times and tags of its own. */
function difference(
  before: SeenBackup,
  after: SeenBackup,
  comparable: boolean,
): { readonly kind: "replaced" | "put back"; readonly detail: string } | undefined {
  if (before.size !== after.size)
    return { kind: "replaced", detail: `its size was ${before.size} bytes and is ${after.size}` };
  if (!comparable) return undefined;
  if (before.etag !== after.etag) return { kind: "replaced", detail: "its ETag is another" };
  if (before.lastModified !== after.lastModified)
    return {
      kind: "put back",
      detail: `it was stored at ${before.lastModified}, and again at ${after.lastModified}`,
    };
  return undefined;
}
