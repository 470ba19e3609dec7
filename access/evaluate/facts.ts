/** Condition keys of a request, whatever their case. */
import type { Unknown } from "./unknown";

/** Values of a key; `undefined` where the request lacks it. */
export type Got = readonly string[] | undefined | Unknown;

export interface Facts {
  get(key: string): Got;
  /** Names as they were given, with their values. */
  readonly given: readonly (readonly [string, Got])[];
  /** Whether keys that were not given are absent. */
  readonly complete: boolean;
}
