/** Bounds on records and on the keys that their fields are sealed with. */

/** Longest line of JSON Lines, in bytes: 16 MiB. One is held in memory at a time. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Longest JSON text that is one object or one array, in bytes: 64 MiB. All of it is held in memory. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/** Most fields of a record that are sealed, and most that name it. */
export const MAX_FIELDS = 100;

/** Longest text that names a record, in bytes. Source: DynamoDB Developer Guide, "Quotas": 2,048 bytes of a partition key. */
export const MAX_ID_BYTES = 2_048;

/** Longest name of a table, in characters. Source: DynamoDB Developer Guide, "Naming rules"; that of a table of SQL is shorter. */
export const MAX_TABLE_LENGTH = 255;

/** Longest item of DynamoDB, in bytes: 400 KB. Source: DynamoDB Developer Guide, "Quotas". */
export const DYNAMODB_ITEM_BYTES = 400 * 1024;

/**
 * KMS keys that a table key is encrypted under: beside it, the field's own data key counts as one of the five encrypted data keys that a
 * message may have.
 */
export const MAX_KMS_KEYS = 4;

/**
 * Records that one table key seals. With {@link MAX_FIELDS} of each, a table key wraps 10^8 data keys at most, far below the 2^32 that
 * AES-GCM allows under random initialization vectors (NIST SP 800-38D, 8.3).
 */
export const MAX_RECORDS = { default: 1_000, max: 1_000_000 } as const;

/** Seconds that a table key stays in memory, when sealing and when opening. */
export const MAX_AGE_SECONDS = { default: 300, max: 86_400 } as const;

/** Table keys that are kept when opening; the one that was used least recently goes first. */
export const KEPT_TABLE_KEYS = 100;
