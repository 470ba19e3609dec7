/** Bounds on messages, checked before any KMS call. */

/** Plaintext bytes in a frame: 1 MiB. The library's default of 4 KiB is about seven times slower. */
export const FRAME_LENGTH_BYTES = 1024 * 1024;

/** Longest frame, or unframed body, that is accepted when reading: one is held in memory at a time. */
export const MAX_FRAME_LENGTH_BYTES = 64 * 1024 * 1024;

/** Most encrypted data keys in a message; each may cost a KMS call. Source: our own choice, two regions and two accounts. */
export const MAX_ENCRYPTED_DATA_KEYS = 5;

/**
 * Longest header: 65,535 bytes of context (message format, "AAD length" is 16 bits) and the data keys, rounded up.
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
 */
export const MAX_HEADER_BYTES = 128 * 1024;

/**
 * Plaintext bytes of the frames that a stream has on their way at once. With what is read and written beside them, a
 * message in frames of 1 MiB takes less than 32 MiB; a longer frame goes alone.
 */
export const IN_FLIGHT_BYTES = 4 * 1024 * 1024;

/** Frames on their way at once, for a message's frame length. */
export const framesInFlight = (frameLength: number): number =>
  Math.max(1, Math.floor(IN_FLIGHT_BYTES / Math.max(1, frameLength)));

/** Longest frame for threads: longer ones take too much memory. */
export const MAX_FRAME_OF_THREADS = 4 * 1024 * 1024;
