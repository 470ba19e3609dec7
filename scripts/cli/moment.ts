import { InvalidArgumentError } from "commander";
import { spanMilliseconds } from "../span";

/** A time with its zone, so that no clock's own zone decides. */
const TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;
/** A day, which begins at midnight UTC. */
const DAY = /^(\d{4}-\d\d-\d\d)$/;

/** @returns a time, or milliseconds from now. */
export function time(text: string): Date | number {
  const found = parse(text, [TIME]);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(
    "It must be a time with its zone, as YYYY-MM-DDThh:mm:ssZ, or how long from now, such as 90d.",
  );
}

/** A day as well. @returns a time, or milliseconds before or after now. */
export function moment(text: string): Date | number {
  const found = parse(text, [TIME, DAY]);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(
    "It must be a day as YYYY-MM-DD, a time with its zone as YYYY-MM-DDThh:mm:ssZ, or how long, such as 90d or 12h.",
  );
}

function parse(text: string, forms: readonly RegExp[]): Date | number | undefined {
  const span = spanMilliseconds(text, ["h", "d"], 5);
  if (span !== undefined) return span;
  const day = forms.map((form) => form.exec(text)?.[1]).find((found) => found !== undefined);
  const date = new Date(text);
  // Of 31 February JavaScript makes 3 March.
  if (day === undefined || Number.isNaN(date.getTime())) return undefined;
  return new Date(day).toISOString().startsWith(day) ? date : undefined;
}
