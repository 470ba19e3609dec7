import type { Range } from "../config-error";

/** Days between automatic rotations. Source: KMS API Reference, `EnableKeyRotation`, `RotationPeriodInDays`. */
export const ROTATION_PERIOD_IN_DAYS: Range = { min: 90, max: 2560 };

/** Days from the request to delete a key until it is gone. Source: KMS API Reference, `ScheduleKeyDeletion`, `PendingWindowInDays`. */
export const DELETION_WINDOW_IN_DAYS: Range = { min: 7, max: 30 };

/** Characters, `alias/` included. Source: KMS API Reference, `CreateAlias`, `AliasName`. */
export const ALIAS_LENGTH: Range = { min: 7, max: 256 };

/** Characters. Source: KMS API Reference, `CreateKey`, `Description`. */
export const DESCRIPTION_LENGTH: Range = { min: 1, max: 8192 };

/** Used where the caller names none: KMS's own default. */
export const DEFAULT_ROTATION_PERIOD_IN_DAYS = 365;

/** Used where the caller names none: the longest time to notice a mistake, which is also KMS's default. */
export const DEFAULT_DELETION_WINDOW_IN_DAYS = 30;

/** Characters. Source: KMS API Reference, `CreateGrant`, `Name`. */
export const GRANT_NAME_LENGTH: Range = { min: 1, max: 256 };
