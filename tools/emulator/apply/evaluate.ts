/** From templates to values, with failures that say what to do about them here. */
import {
  type Lookup,
  referencesIn as references,
  resolveValue as resolved,
} from "../../../access/sources/terraform/evaluate";
import { ExpressionError } from "../../../access/sources/terraform/expression";
import { OperatorError } from "../../../scripts/errors";

export type { Lookup } from "../../../access/sources/terraform/evaluate";

/** The addresses that a JSON value refers to, anywhere inside it. @throws OperatorError (`usage`) */
export function referencesIn(value: unknown): Set<string> {
  return explained(() => references(value));
}

/** The value with all templates replaced. @throws OperatorError (`usage`) */
export function resolveValue(value: unknown, lookup: Lookup): unknown {
  return explained(() => resolved(value, lookup));
}

function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause;
    const hint = "extend access/sources/terraform";
    throw new OperatorError("usage", cause.message, { hint, cause });
  }
}
