/**
 * Limits of S3.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export const S3_LIMIT = {
  /** Parts of one upload. */
  parts: 10_000,
  /** Bytes of a part but the last: 5 MiB. */
  minPartBytes: 5 * 1024 ** 2,
  /** Bytes of a part: 5 GiB. */
  maxPartBytes: 5 * 1024 ** 3,
} as const;

/** Bytes of the first parts: 8 MiB. */
const FIRST_PART_BYTES = 8 * 1024 ** 2;

/** Parts after which the size doubles. */
const PARTS_OF_ONE_SIZE = 1_000;

/**
 * Bytes of a part, by its number from 1: 8 MiB, doubled after every thousand parts, so that nobody has to know the size of a
 * backup before. The first 8 GiB go in parts of 8 MiB; all 10,000 parts together hold 7.8 TiB.
 */
export function partBytes(number: number): number {
  return FIRST_PART_BYTES * 2 ** Math.floor((number - 1) / PARTS_OF_ONE_SIZE);
}

/** Bytes of a part that is kept in memory until it is stored: 16 MiB, that is the first 24 GiB. Longer ones go to a file. */
export const PART_MEMORY_BYTES = 16 * 1024 ** 2;

/** Parts that are sent at the same time. With the one being filled, at most 80 MiB are kept in memory. */
export const CONCURRENT_PARTS = 4;

/** Tries of a part. Waits of 0.5, 1, 2 and 4 seconds between them outlast what S3 calls a moment. */
export const PART_ATTEMPTS = 5;
export const FIRST_WAIT_MILLISECONDS = 500;
