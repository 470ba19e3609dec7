/** What cannot be known yet, such as an id that AWS makes up at deployment. Plain data, so that it survives JSON. */
export interface Unknown {
  /** What would have to be known, for people, such as `aws_kms_key.backup.key_id`; empty where the context says it. */
  readonly unknown: string;
}

/** A value that nobody said. */
export const UNKNOWN: Unknown = Object.freeze({ unknown: "" });

/** A value that would be known if `what` were. */
export function unknownUntil(what: string): Unknown {
  return { unknown: what };
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value && !Array.isArray(value);
}
