/** Three-valued logic (Kleene's): what is unknown stays unknown only where it counts. */
export type Ternary = boolean | "unknown";

export function not(value: Ternary): Ternary {
  return value === "unknown" ? value : !value;
}

/** False as soon as one is. */
export function all(values: readonly Ternary[]): Ternary {
  if (values.includes(false)) return false;
  return values.includes("unknown") ? "unknown" : true;
}

/** True as soon as one is. */
export function any(values: readonly Ternary[]): Ternary {
  if (values.includes(true)) return true;
  return values.includes("unknown") ? "unknown" : false;
}
