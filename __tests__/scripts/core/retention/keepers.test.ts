/** What a policy keeps, against a reference that is slow and obvious: it reads calendars from texts and weeks by counting days. */
import fc from "fast-check";
import { calendarOf, PERIODS, type Period } from "../../../../scripts/core/retention/policy/calendar";
import { type Candidate, keepers } from "../../../../scripts/core/retention/policy/keepers";
import { type Policy, spanOf } from "../../../../scripts/core/retention/policy/policy";

const HOUR_MS = 3_600_000;
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kolkata",
];

const read = new Map<string, { day: string; hour: string }>();

/** Written as a clock on the wall shows it: `2026-10-25 02 GMT+02:00`. Remembered, because the system's way is slow. */
function wallClock(at: Date, timeZone: string): { day: string; hour: string } {
  const key = `${timeZone} ${at.getTime()}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const [day = "", time = "", zone = ""] = wall(timeZone).format(at).split(" ");
  const found = { day, hour: `${day} ${time.slice(0, 2)} ${zone}` };
  read.set(key, found);
  return found;
}

const walls = new Map<string, Intl.DateTimeFormat>();

/** Sweden writes `2026-10-25 02:30:00 GMT+02:00`. */
function wall(timeZone: string): Intl.DateTimeFormat {
  const known = walls.get(timeZone);
  if (known !== undefined) return known;
  const two = "2-digit";
  const parts = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone, ...parts, timeZoneName: "longOffset" });
  walls.set(timeZone, made);
  return made;
}

/** The week of a day: Mondays are counted from 1 January 1900, which was one; its name is that of the year with most of its days. */
function week(day: string): string {
  const days = Math.round((Date.parse(day) - Date.parse("1900-01-01")) / (24 * HOUR_MS));
  return `week ${Math.floor(days / 7)}`;
}

function periodOf(period: Period, at: Date, timeZone: string): string {
  const { day, hour } = wallClock(at, timeZone);
  return { hourly: hour, daily: day, weekly: week(day), monthly: day.slice(0, 7), yearly: day.slice(0, 4) }[
    period
  ];
}

/** Every backup is asked for itself: is there a rule that keeps it? */
function reference(candidates: readonly Candidate[], policy: Policy, timeZone: string): string[] {
  const points = candidates.flatMap(({ id, createdAt, unchangedAt }) =>
    [createdAt, ...unchangedAt].map((at) => ({ id, at })),
  );
  const later = (a: { id: string; at: Date }, b: { id: string; at: Date }): boolean =>
    a.at > b.at || (a.at.getTime() === b.at.getTime() && a.id < b.id);
  const newest = Math.max(...points.map(({ at }) => at.getTime()));
  const keptBy = (id: string): boolean => {
    const self = candidates.find((each) => each.id === id) as Candidate;
    const newer = candidates.filter((each) =>
      later({ id: each.id, at: each.createdAt }, { id, at: self.createdAt }),
    );
    if (newer.length < (policy.last ?? 0)) return true;
    return points.some((point) => {
      if (point.id !== id) return false;
      if (policy.within !== undefined && newest - point.at.getTime() <= policy.within.milliseconds)
        return true;
      return PERIODS.some((period) => {
        const own = periodOf(period, point.at, timeZone);
        const others = points.filter((other) => later(other, point));
        const periods = new Set(others.map(({ at }) => periodOf(period, at, timeZone)));
        return !periods.has(own) && periods.size < (policy[period] ?? 0);
      });
    });
  };
  return candidates
    .map(({ id }) => id)
    .filter(keptBy)
    .sort();
}

/** Around what calendars do: clocks that change, leap days, ends of years, of weeks and of days. */
const MOMENTS = [
  "2026-03-29T01:00:00Z", // Berlin, forwards
  "2026-10-25T01:00:00Z", // and back: 02:00 to 03:00 comes twice
  "2026-11-01T06:00:00Z", // New York, back
  "2026-04-04T15:00:00Z", // Lord Howe, back by half an hour
  "2011-12-30T10:00:00Z", // Apia, which had no 30 December
  "2024-02-29T00:00:00Z",
  "2025-02-28T23:59:59Z",
  "2020-12-31T23:00:00Z", // a year with week 53
  "2026-12-31T23:59:59Z",
  "2027-01-03T23:30:00Z", // the last hour of week 53 of 2026
  "2000-01-01T00:00:00Z",
].map((text) => Date.parse(text));

const time = fc
  .tuple(
    fc.constantFrom(...MOMENTS),
    fc.integer({ min: -2000, max: 2000 }),
    fc.constantFrom(60, 900, 3600, 86_400),
  )
  .map(([moment, steps, seconds]) => new Date(moment + steps * seconds * 1000));
const near = fc
  .tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -12, max: 12 }))
  .map(([moment, steps]) => new Date(moment + steps * 15 * 60_000));
const candidates = fc
  .array(fc.tuple(fc.oneof(time, near), fc.array(near, { maxLength: 2 })), { minLength: 1, maxLength: 25 })
  .map((all) =>
    all.map(
      ([createdAt, unchangedAt], at): Candidate => ({
        id: `b${String(at).padStart(2, "0")}`,
        createdAt,
        unchangedAt,
      }),
    ),
  );
const few = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined });
const policy = fc
  .record({
    last: few,
    hourly: few,
    daily: few,
    weekly: few,
    monthly: few,
    yearly: few,
    within: fc.option(fc.constantFrom("1h", "30h", "10d", "60w"), { nil: undefined }),
  })
  .map(({ within, ...counts }) => {
    const given = Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined));
    return { ...given, ...(within === undefined ? {} : { within: spanOf(within) }) } as Policy;
  });

describe("what a policy keeps", () => {
  it("is what the obvious way keeps, whatever calendars and clocks do", () => {
    fc.assert(
      fc.property(candidates, policy, fc.constantFrom(...ZONES), (all, rules, timeZone) => {
        const found = [...keepers(all, rules, calendarOf(timeZone)).keys()].sort();
        expect(found).toEqual(reference(all, rules, timeZone));
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on the order in which backups are listed, nor on the host's time zone", () => {
    fc.assert(
      fc.property(candidates, policy, (all, rules) => {
        const calendar = calendarOf("Europe/Berlin");
        const found = keepers(all, rules, calendar);
        expect(keepers(all.toReversed(), rules, calendar)).toEqual(found);
      }),
      { numRuns: 50 },
    );
  });

  it("is never nothing where a rule says anything", () => {
    fc.assert(
      fc.property(candidates, policy, (all, rules) => {
        const found = keepers(all, rules, calendarOf("UTC"));
        expect(found.size > 0).toBe(Object.keys(rules).length > 0);
      }),
      { numRuns: 50 },
    );
  });

  it("grows when a rule is added, and never loses what another rule keeps", () => {
    fc.assert(
      fc.property(candidates, policy, policy, (all, one, other) => {
        const calendar = calendarOf("UTC");
        const both = keepers(all, { ...one, ...other }, calendar);
        for (const id of keepers(all, other, calendar).keys()) expect([...both.keys()]).toContain(id);
      }),
      { numRuns: 50 },
    );
  });
});

describe("names of periods", () => {
  it.each([
    ["weekly", "UTC", "2021-01-03T23:59:59Z", "2020-W53"],
    ["weekly", "UTC", "2021-01-04T00:00:00Z", "2021-W01"],
    ["weekly", "UTC", "2024-12-30T00:00:00Z", "2025-W01"],
    ["weekly", "Europe/Berlin", "2021-01-03T23:30:00Z", "2021-W01"],
    ["daily", "UTC", "2024-02-29T23:59:59Z", "2024-02-29"],
    ["daily", "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"],
    ["daily", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"],
    ["hourly", "UTC", "2026-11-28T02:10:00Z", "2026-11-28T02Z"],
    ["hourly", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02+02:00"],
    ["hourly", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02+01:00"],
    ["hourly", "America/New_York", "2026-11-28T02:10:00Z", "2026-11-27T21-05:00"],
    ["hourly", "Asia/Kolkata", "2026-11-28T02:10:00Z", "2026-11-28T07+05:30"],
    ["monthly", "Europe/Berlin", "2026-12-31T23:30:00Z", "2027-01"],
    ["yearly", "America/New_York", "2027-01-01T04:59:59Z", "2026"],
  ] as const)("%s in %s at %s is %s", (period, timeZone, at, name) => {
    expect(calendarOf(timeZone).periodOf(period, new Date(at))).toBe(name);
  });
});

describe("a backup since which nothing changed", () => {
  it("stands in for the days on which that was seen", () => {
    const day = (date: number): Date => new Date(Date.UTC(2026, 10, date, 3));
    const all: Candidate[] = [
      { id: "monday", createdAt: day(2), unchangedAt: [day(3), day(4), day(5)] },
      { id: "friday", createdAt: day(6), unchangedAt: [] },
    ];
    const found = keepers(all, { daily: 2 }, calendarOf("UTC"));
    expect(found.get("monday")).toEqual(["daily 2026-11-05"]);
    expect(found.get("friday")).toEqual(["daily 2026-11-06"]);
  });
});
