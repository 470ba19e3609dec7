/** Words that reports share. Objects are strict: a test that reads a field nobody wrote down fails. */
import { z } from "zod";

export const text = z.string();
/** ISO 8601 in UTC, with milliseconds. */
export const time = z.iso.datetime();
export const whole = z.number().int().nonnegative();
export const number = z.number().nonnegative();
export const flag = z.boolean();
export const texts = z.array(text);
/** Pairs of an encryption context. */
export const pairs = z.record(text, text);
export const report = z.strictObject;
export type Schema = z.ZodType;

/** What failed, among things that did not. */
export const failure = report({ exit: text, status: whole.optional(), message: text, hint: text.nullish() });

/** What `verify`, `restore` and `list --content` found in a backup. */
export const content = report({
  info: report({
    schemaVersion: z.literal(1),
    id: text,
    source: text,
    createdAt: time,
    host: text,
    toolVersion: text,
    checks: z.array(report({ name: text, result: text, detail: text.optional() })),
    skipped: texts,
    catalog: z.looseObject({}).optional(),
  }),
  files: whole,
  directories: whole,
  symlinks: whole,
  bytes: whole,
});
