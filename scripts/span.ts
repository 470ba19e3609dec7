/** Spans of time as people write them, `90m` or `7d`: one reading for flags, policies and `backup.yaml`, which differ in the units that they take. */

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000, w: 7 * 24 * 3_600_000 } as const;

/** Minutes, hours, days, weeks. */
export type SpanUnit = keyof typeof UNIT_MS;

/**
 * @param units that may be used.
 * @param digits that the number has at most.
 * @returns milliseconds, 0 among them; `undefined` for what is no such span.
 */
export function spanMilliseconds(
  text: string,
  units: readonly SpanUnit[],
  digits: number,
): number | undefined {
  const [, number, letter] = /^(\d+)([a-z])$/.exec(text) ?? [];
  const unit = units.find((each) => each === letter);
  if (number === undefined || unit === undefined || number.length > digits) return undefined;
  return Number(number) * UNIT_MS[unit];
}
