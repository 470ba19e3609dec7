/** Limits of DynamoDB. Source: DynamoDB Developer Guide, "Quotas in Amazon DynamoDB" and "Naming rules". */
import type { Range } from "../config-error";

/** Characters of a table's name. */
export const TABLE_NAME_LENGTH = { min: 3, max: 255 } as const satisfies Range;

/** Bytes of the name of a key attribute, which is kept in ASCII here. */
export const KEY_ATTRIBUTE_LENGTH = { min: 1, max: 255 } as const satisfies Range;

/** Days that a table can be restored to any second of. Source: API Reference, `RecoveryPeriodInDays`. */
export const RECOVERY_DAYS = { min: 1, max: 35 } as const satisfies Range;
