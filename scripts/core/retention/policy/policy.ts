/** What a retention policy can say. Pure. */
import { OperatorError } from "../../../errors";
import { spanMilliseconds } from "../../../span";
import { PERIODS, type Period } from "./calendar";

/** How many backups are kept, of each series. What is not said keeps nothing by itself. */
export interface Policy extends Partial<Readonly<Record<Period, number>>> {
  /** The newest so many. */
  readonly last?: number;
  /** Those that were made at most so long before the newest. */
  readonly within?: Span;
}

export interface Span {
  /** As it was written. */
  readonly text: string;
  readonly milliseconds: number;
}

/** Words of a policy, in the order in which they are shown. */
export const COUNTS = ["last", ...PERIODS] as const;
export type Count = (typeof COUNTS)[number];

/** More of one kind than anybody keeps; a typing error above it. */
export const MAX_COUNT = 100_000;
const MAX_SPAN_DAYS = 36_525;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What is wrong with a number of a policy; `undefined` for one that it can have. */
export function countProblem(value: unknown): string | undefined {
  const text = textOf(value);
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= MAX_COUNT) return undefined;
  const zero = number === 0 ? "; 0 keeps nothing: leave it out" : "";
  return `must be a whole number from 1 to ${MAX_COUNT}, got ${shown(value)}${zero}`;
}

/** What is wrong with a span of time; `undefined` for one that a policy can have. */
export function spanProblem(value: unknown): string | undefined {
  const milliseconds = millisecondsOf(value);
  if (milliseconds > 0 && milliseconds <= MAX_SPAN_DAYS * DAY_MS) return undefined;
  const zero = milliseconds === 0 ? "; nothing is kept by that: leave it out" : "";
  return `must be a number of hours, days or weeks, such as 48h, 30d or 8w, up to ${MAX_SPAN_DAYS}d, got ${shown(value)}${zero}`;
}

export const spanOf = (text: string): Span => ({ text, milliseconds: millisecondsOf(text) });

const millisecondsOf = (value: unknown): number =>
  spanMilliseconds(textOf(value), ["h", "d", "w"], 7) ?? Number.NaN;

/** A policy in words: `last 3, daily 14, within 48h`. */
export const policyText = (policy: Policy): string =>
  [
    ...COUNTS.flatMap((count) => (policy[count] === undefined ? [] : [`${count} ${policy[count]}`])),
    ...(policy.within === undefined ? [] : [`within ${policy.within.text}`]),
  ].join(", ");

export const isEmptyPolicy = (policy: Policy): boolean => policyText(policy) === "";

/** The policies of a run, by series. */
export interface Policies {
  /** Of every series that has none of its own. */
  readonly keep?: Policy;
  readonly series: readonly SeriesPolicy[];
  readonly timeZone: string;
}

export interface SeriesPolicy {
  /** With its slash. */
  readonly prefix: string;
  /** @default - every name below the prefix that has no policy of its own */
  readonly name?: string | undefined;
  readonly keep: Policy;
}

/** Whose policy it is: the same name goes before the same prefix, and that before everything. */
export function policyFor(
  { prefix, name }: { readonly prefix: string; readonly name: string },
  { series, keep }: Policies,
): Policy | undefined {
  const own = series.filter((each) => each.prefix === prefix);
  return (
    (own.find((each) => each.name === name) ?? own.find((each) => each.name === undefined))?.keep ?? keep
  );
}

/** @throws OperatorError `usage`: nothing says what is to be kept. */
export function noPolicy(): OperatorError {
  return new OperatorError("usage", "no policy is given: nothing says which backups are to be kept", {
    hint: "give one of --keep-last, --keep-hourly, --keep-daily, --keep-weekly, --keep-monthly, --keep-yearly or --keep-within, or --policy FILE",
  });
}

/** A list of one number reads as that number. */
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function shown(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : "a map";
}
