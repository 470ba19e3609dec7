/** Building blocks of the attribute schemas. */
import { z } from "zod";

/** A nested block that may stand once: JSON allows the object itself or a list of one. */
export function block<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value), schema);
}

/** A nested block that may be repeated. */
export function blocks<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(schema));
}

/** Tags of a resource; the stack's default tags are added before. */
export const tags = z.record(z.string(), z.string()).default({});

/** JSON text of a policy; kept as text, compared as JSON. */
export const policyText = z.string().refine((text) => parseJson(text) !== undefined, "must be JSON text");

/** `undefined` when `text` is not JSON. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
