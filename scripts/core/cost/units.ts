/** Units of bills. */

/** Days of an average month, as AWS counts 730 hours. */
export const DAYS_PER_MONTH = 730 / 24;

/** What AWS's storage prices call a GB. Source: S3 pricing page, "1 GB is 2^30 bytes". */
export const GIB = 1024 ** 3;

const SIZE_UNITS: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: GIB,
  TiB: 1024 ** 4,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
};

/** Bytes of `64MiB`, `1.5 GB` or `4096`; `undefined` for what is no size. */
export function parseSize(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,15}(?:\.\d{1,6})?) ?([A-Za-z]*)$/.exec(text) ?? [];
  const factor = Object.hasOwn(SIZE_UNITS, unit) ? SIZE_UNITS[unit] : undefined;
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
