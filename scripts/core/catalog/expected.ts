/** What another machine remembers of the newest backup: nothing in the bucket tells of what came after the last one that is left. Pure. */
import { OperatorError } from "../../errors";
import { parseId } from "../object-key";
import type { SeenBackup } from "./catalog";
import type { Series } from "./series";
import type { Finding } from "./words";

export interface Expected {
  /** A backup at least as new as this must be there. */
  readonly at: Date;
  /** The backup that was remembered; a time alone is about every series. */
  readonly id: string | undefined;
}

/**
 * @param text the id of a backup, or a time in ISO 8601 with its zone.
 * @throws OperatorError `usage` when it is neither.
 */
export function parseExpected(text: string): Expected {
  const backup = parseId(text);
  if (backup !== undefined) return { at: backup.createdAt, id: backup.id };
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (!Number.isNaN(at)) return { at: new Date(at), id: undefined };
  throw new OperatorError("usage", `'${text}' is neither the id of a backup nor a time`, {
    hint: "give --expect-newer-than an id as `sealstack backup` printed it, or a time such as 2026-11-28T10:00:00Z",
  });
}

/** Whether a record of another machine is about a series. */
export function isAbout({ id }: Expected, { prefix, name }: Series): boolean {
  const backup = id === undefined ? undefined : parseId(id);
  return backup === undefined || (backup.prefix === prefix && backup.name === name);
}

/** @param present of one series, the newest first. */
export function olderThanExpected(present: readonly SeenBackup[], { at, id }: Expected): Finding[] {
  const newest = present[0];
  const made = newest && parseId(newest.id)?.createdAt;
  const what = id ?? `one of ${at.toISOString()} or later`;
  if (newest === undefined || made === undefined)
    return [{ kind: "older than expected", id, detail: `there is no backup; remembered is ${what}` }];
  const findings: Finding[] = [];
  if (made < at)
    findings.push({
      kind: "older than expected",
      id: newest.id,
      detail: `it is the newest that is left; remembered is ${what}`,
    });
  return findings;
}
