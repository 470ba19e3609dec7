/**
 * How records stand in an input.
 *
 * - `lines`: one object a line (JSON Lines); each leaves as soon as it is done.
 * - `json`: one object, or one array of objects.
 * - `auto`: lines where the first one is an object by itself, else `json`.
 */
export const RECORD_FORMATS = ["auto", "lines", "json"] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];
