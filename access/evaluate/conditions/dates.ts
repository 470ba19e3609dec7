/**
 * Dates as policies write them: ISO 8601 in W3C's profile, or seconds since 1970.
 *
 * @see https://www.w3.org/TR/NOTE-datetime
 */
const ISO =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?)?)?)?$/;
/** A year is four digits; more are seconds. */
const SECONDS = /^\d{5,}(\.\d+)?$/;

/** Seconds since 1970; `undefined` for what is no date. */
export function parseDate(text: string): number | undefined {
  if (SECONDS.test(text)) return Number(text);
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month = "1", day = "1", hour = "0", minute = "0", second = "0", fraction = "0"] = match;
  const [, , , , , , , , , sign, hours = "0", minutes = "0"] = match;
  const [m, d] = [Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > 31 || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60)
    return undefined;
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
  const time = Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(fraction);
  return daysSince1970(Number(year), m, d) * 86_400 + time - offset;
}

/** Years begin in March here, so that the leap day is the last; 400 of them have 146,097 days. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
