import { catalogOf, NAMED, parseCatalog, type SeenBackup } from "../../../../scripts/core/catalog/catalog";
import { judge } from "../../../../scripts/core/catalog/judge";
import type { Question, Witness } from "../../../../scripts/core/catalog/words";
import { parseId } from "../../../../scripts/core/object-key";
import { named } from "../../../helpers/stores/backups";

const STORE = "s3://backups";
const DAY = 24 * 3_600_000;
const START = Date.parse("2026-01-01T02:00:00Z");
const NOW = new Date("2026-11-28T10:00:00Z");
const time = (day: number): Date => new Date(START + day * DAY);

/** The backup of a day, as it is listed. */
const seen = (day: number, etag = `etag ${day}`): SeenBackup => ({
  id: `ca/ca-${time(day).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z.tar.gz.kms`,
  size: 1000 + day,
  etag,
  lastModified: time(day).toISOString(),
});

const newestFirst = (days: readonly SeenBackup[]): SeenBackup[] =>
  [...days].sort((a, b) => (a.id < b.id ? 1 : -1));

/** The backup of a day, which saw those of others. */
const witness = (day: number, saw: readonly SeenBackup[], store = STORE): Witness => ({
  name: named(seen(day).id),
  catalog: catalogOf(store, time(day), newestFirst(saw)),
});

/** All backups of some days, each of which saw those before it; nothing was done to them. */
function history(days: number): { present: SeenBackup[]; witnesses: Witness[] } {
  const all = Array.from({ length: days }, (_, day) => seen(day));
  return {
    present: newestFirst(all),
    witnesses: all.map((_, day) => witness(day, all.slice(0, day))).reverse(),
  };
}

const ask = (question: Partial<Question>) =>
  judge({ present: [], witnesses: [], store: STORE, now: NOW, retentionDays: undefined, ...question });
const kinds = (question: Partial<Question>) => ask(question).findings.map(({ kind, id }) => [kind, id]);

/** Without a backup, and what it could tell. */
const without = ({ present, witnesses }: ReturnType<typeof history>, ...days: number[]) => ({
  present: present.filter(({ id }) => !days.some((day) => seen(day).id === id)),
  witnesses: witnesses.filter(({ name }) => !days.some((day) => seen(day).id === name.id)),
});

describe("what backups remember of each other", () => {
  it.each([0, 1, 2, 5, NAMED, NAMED + 1, NAMED + 30])("agrees where nothing was done: %d backups", (days) => {
    expect(ask(history(days))).toEqual({ findings: [], unknown: [], expired: 0, hidden: [] });
  });

  it("takes what delete markers hide for deleted, unless it is newer than all that is left", () => {
    const since = new Date("2026-11-27T00:00:00Z");
    const pruned = without(history(6), 3);
    const hidden = new Map([[seen(3).id, since]]);
    expect(ask({ ...pruned, hidden })).toMatchObject({ findings: [], hidden: [seen(3).id] });
    expect(ask({ ...pruned, hidden: new Map() }).findings).toHaveLength(1);
    const newest = without(history(6), 5);
    expect(ask({ ...newest, hidden: new Map([[seen(5).id, since]]) })).toMatchObject({
      findings: [
        { kind: "hidden", id: seen(5).id, detail: expect.stringContaining("2026-11-27T00:00:00.000Z") },
      ],
      hidden: [],
    });
    const all = new Map([0, 1].map((day) => [seen(day).id, since]));
    expect(ask({ hidden: all }).findings.map(({ id }) => id)).toEqual([seen(1).id, seen(0).id]);
  });

  it("counts hidden backups that nobody names any more", () => {
    const days = NAMED + 30;
    const old = Array.from({ length: 5 }, (_, day) => seen(day).id);
    const { present, witnesses } = without(history(days), 0, 1, 2, 3, 4);
    // The newest alone: those before it name more.
    const left = { present, witnesses: witnesses.filter(({ name }) => name.id === seen(days - 1).id) };
    expect(ask({ ...left, retentionDays: Number.POSITIVE_INFINITY }).findings).toHaveLength(1);
    const hidden = new Map(old.map((id) => [id, NOW]));
    expect(ask({ ...left, hidden, retentionDays: Number.POSITIVE_INFINITY })).toMatchObject({
      findings: [],
      hidden: old.toReversed(),
    });
  });

  it("names what is missing, and between which two it went", () => {
    const { findings } = ask(without(history(6), 3));
    expect(findings).toEqual([
      {
        kind: "missing",
        id: seen(3).id,
        detail: `it was there when ${seen(5).id} was made; ${seen(2).id}, which is older, is still there`,
      },
    ]);
    const { present, witnesses } = without(history(6), 3);
    witnesses[0] = witness(
      5,
      [0, 1, 2, 4].map((day) => seen(day)),
    );
    expect(ask({ present, witnesses }).findings[0]?.detail).toContain(
      `it was there when ${seen(4).id} was made, and no more when ${seen(5).id} was made`,
    );
  });

  it("names each of several", () => {
    expect(kinds(without(history(8), 2, 3, 6))).toEqual([6, 3, 2].map((day) => ["missing", seen(day).id]));
  });

  describe("and retention", () => {
    const three = without(history(10), 0, 1, 2);

    it("cannot know whether the oldest went in their time where nobody says it", () => {
      const { findings, unknown } = ask(three);
      expect([findings, unknown.length]).toEqual([[], 3]);
      expect(unknown[0]).toMatch(
        /is gone, \d+ days after it was made: whether its time was over cannot be known/,
      );
    });

    it("knows where it is told, to the day", () => {
      const now = new Date(time(1).getTime() + 30 * DAY);
      expect(kinds({ ...three, now, retentionDays: 30 })).toEqual([["missing", seen(2).id]]);
      expect(ask({ ...three, now, retentionDays: 30 }).expired).toBe(2);
      expect(kinds({ ...three, now: new Date(now.getTime() - 1), retentionDays: 30 })).toHaveLength(2);
      expect(kinds({ ...three, retentionDays: Number.POSITIVE_INFINITY })).toHaveLength(3);
      expect(kinds({ ...without(history(6), 3), retentionDays: 0 })).toEqual([]);
    });
  });

  it.each<[string, Partial<SeenBackup>, string, RegExp]>([
    ["another content", { etag: "other" }, "replaced", /its ETag is another/],
    ["another size", { size: 5 }, "replaced", /1003 bytes and is 5/],
    ["the same content, stored again", { lastModified: time(20).toISOString() }, "put back", /and again at/],
  ])("finds %s", (_, change, kind, detail) => {
    const { present, witnesses } = history(6);
    const changed = present.map((each) => (each.id === seen(3).id ? { ...each, ...change } : each));
    const { findings } = ask({ present: changed, witnesses });
    expect(findings.map((each) => [each.kind, each.id])).toEqual([[kind, seen(3).id]]);
    expect(findings[0]?.detail).toMatch(detail);
    expect(findings[0]?.detail).toContain(`as ${seen(5).id} saw it, and is another now`);
  });

  it("tells when it was replaced, where later backups saw that", () => {
    const { present, witnesses } = history(6);
    const other = seen(1, "other");
    const later = [4, 5].map((day) =>
      witness(day, [seen(0), other, ...[2, 3, 4].slice(0, day - 2).map((each) => seen(each))]),
    );
    const { findings } = ask({
      present: present.map((each) => (each.id === other.id ? other : each)),
      witnesses: [...later.reverse(), ...witnesses.slice(2)],
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.detail).toContain(
      `as ${seen(3).id} saw it, and is another when ${seen(4).id} was made`,
    );
  });

  it("compares no tags and times with those of a replica", () => {
    const { present, witnesses } = history(4);
    const replica = present.map((each) => ({ ...each, etag: "x", lastModified: time(40).toISOString() }));
    expect(ask({ present: replica, witnesses, store: "s3://replica" }).findings).toEqual([]);
    const short = replica.map((each, index) => (index === 2 ? { ...each, size: 1 } : each));
    expect(kinds({ present: short, witnesses, store: "s3://replica" })).toEqual([["replaced", seen(1).id]]);
  });

  it("finds what was away for a while", () => {
    const { present, witnesses } = history(5);
    witnesses[1] = witness(3, [seen(0), seen(2)]);
    expect(ask({ present, witnesses }).findings).toEqual([
      {
        kind: "put back",
        id: seen(1).id,
        detail: `it was not there when ${seen(3).id} was made, and had been before`,
      },
    ]);
  });

  it("finds what was put between older ones afterwards", () => {
    const { present } = history(6);
    const saw = (day: number) =>
      witness(
        day,
        [0, 1, 2, 3, 4].filter((each) => each !== 2 && each < day).map((each) => seen(each)),
      );
    expect(kinds({ present, witnesses: [5, 4, 3, 1, 0].map(saw) })).toEqual([["put back", seen(2).id]]);
  });

  it("does not blame what was on its way while another one was made", () => {
    const late = { ...seen(3), id: seen(3).id.replace("T020000Z", "T015500Z") };
    const { findings, unknown } = ask({
      present: [seen(3), late, seen(2)],
      witnesses: [
        witness(3, [seen(2)]),
        { name: named(late.id), catalog: catalogOf(STORE, time(3), [seen(2)]) },
        witness(2, []),
      ],
    });
    expect(findings).toEqual([]);
    expect(unknown).toEqual([expect.stringMatching(/may have been on its way/)]);
  });

  it("takes nothing from those that could not look, or say nothing", () => {
    const { present, witnesses } = history(4);
    const blind = witnesses.map((each, index) =>
      index === 0 && each.catalog
        ? { ...each, catalog: { ...each.catalog, newest: [], problem: "accessDenied" } }
        : each,
    );
    expect(ask({ present, witnesses: blind }).findings).toEqual([]);
    expect(
      ask({ present, witnesses: witnesses.map(({ name }) => ({ name, catalog: undefined })) }).findings,
    ).toEqual([]);
  });

  describe("of more than it names", () => {
    const many = history(NAMED + 50);

    it("names what is missing by the backups of its time", () => {
      expect(kinds(without(many, 20))).toEqual([["missing", seen(20).id]]);
    });

    it("counts what nobody names any more", () => {
      const old = { present: many.present.slice(0, NAMED + 1), witnesses: many.witnesses.slice(0, 1) };
      const { unknown } = ask(old);
      expect(unknown.at(-1)).toMatch(/^49 older than \S+, which \S+ counted and nobody names, are gone/);
      const now = new Date(time(150).getTime());
      expect(ask({ ...old, now, retentionDays: 151 }).findings).toEqual([
        expect.objectContaining({
          kind: "missing",
          id: undefined,
          detail: expect.stringMatching(/^49 older.* before their time$/),
        }),
      ]);
      expect(ask({ ...old, now, retentionDays: 20 })).toMatchObject({ findings: [], expired: 49 });
    });
  });

  it("reads what it wrote, and nothing else", () => {
    const { catalog } = witness(3, [seen(1)]);
    const info = (value: unknown): Buffer => Buffer.from(JSON.stringify({ id: "x", catalog: value }));
    expect(parseCatalog(info(catalog))).toEqual(catalog);
    for (const value of [undefined, null, [], { ...catalog, schemaVersion: 2 }, { ...catalog, newest: "x" }])
      expect(parseCatalog(info(value))).toBeUndefined();
    for (const text of ["", "{", "null", "[]"]) expect(parseCatalog(Buffer.from(text))).toBeUndefined();
    expect(info(witness(200, history(200).present).catalog).length).toBeLessThan(20_000);
    expect(parseId(seen(3).id)?.createdAt).toEqual(time(3));
  });
});
