/** Hours, days, weeks, months and years of a time zone. Pure: the zone is given, never that of the host. */
import { OperatorError } from "../../../errors";

/** Periods of which a policy keeps one backup each, the shortest first. */
export const PERIODS = ["hourly", "daily", "weekly", "monthly", "yearly"] as const;
export type Period = (typeof PERIODS)[number];

export const DEFAULT_TIME_ZONE = "UTC";

const DAY_MS = 24 * 60 * 60 * 1000;
/** What every date of 1 to 9999 can be read back from. */
const PARTS = { year: "numeric", month: "numeric", day: "numeric" } as const;
const CLOCK = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;

/** Names the period that a time falls into: equal names are the same period. */
export interface Calendar {
  readonly timeZone: string;
  periodOf(period: Period, at: Date): string;
}

/**
 * @param timeZone of the IANA database, such as `Europe/Berlin`
 * @throws OperatorError `usage` for one that is not known
 */
export function calendarOf(timeZone: string): Calendar {
  const format = formatOf(timeZone);
  const read = new Map<number, Local>();
  const local = (at: Date): Local => {
    const known = read.get(at.getTime()) ?? localTime(format, at);
    read.set(at.getTime(), known);
    return known;
  };
  return { timeZone, periodOf: (period, at) => NAME[period](local(at)) };
}

/** A time as clocks of the zone show it. */
interface Local {
  /** What they show, as if it were UTC. */
  readonly shown: Date;
  /** How far they are ahead of UTC. */
  readonly offsetMinutes: number;
}

const day = ({ shown }: Local): string => shown.toISOString().slice(0, 10);

const NAME: Readonly<Record<Period, (local: Local) => string>> = {
  // When clocks go back, an hour is shown twice; these are two hours.
  hourly: (local) => `${local.shown.toISOString().slice(0, 13)}${offsetText(local.offsetMinutes)}`,
  daily: day,
  weekly: ({ shown }) => isoWeek(shown),
  monthly: (local) => day(local).slice(0, 7),
  yearly: (local) => day(local).slice(0, 4),
};

/** `2026-W53`: weeks begin on Monday, and belong to the year of their Thursday (ISO 8601). */
function isoWeek(shown: Date): string {
  const weekday = (shown.getUTCDay() + 6) % 7; // from Monday
  const thursday = new Date(shown.getTime() + (3 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const days = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS);
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, "0")}`;
}

function offsetText(minutes: number): string {
  if (minutes === 0) return "Z";
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

function localTime(format: Intl.DateTimeFormat, at: Date): Local {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 0, ...rest] = ["year", "month", "day", "hour", "minute", "second"].map(
    (type) => parts.get(type as Intl.DateTimeFormatPartTypes) ?? 0,
  );
  const shown = new Date(Date.UTC(year, month - 1, ...rest));
  const seconds = Math.floor(at.getTime() / 1000) * 1000;
  return { shown, offsetMinutes: Math.round((shown.getTime() - seconds) / 60_000) };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", { timeZone, ...PARTS, ...CLOCK });
  } catch (cause) {
    throw new OperatorError("usage", `'${timeZone}' is no time zone that is known here`, {
      hint: "give a name of the IANA database, such as Europe/Berlin, or UTC",
      cause,
    });
  }
}
