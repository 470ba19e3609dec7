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

/** Bytes of the first parts: 5 MiB, as little as S3 takes, because several are kept in memory. */
const FIRST_PART_BYTES = S3_LIMIT.minPartBytes;

/** Parts of the first size, and after them of each further one. */
const PARTS_OF_FIRST_SIZE = 3_400;
const PARTS_OF_EACH_SIZE = 660;

/**
 * Bytes of a part, by its number from 1: 5 MiB, doubled after 3,400 parts and every further 660, so that nobody has to know the size of
 * a backup before. The first 16.6 GiB go in parts of 5 MiB; all 10,000 parts together hold 6.4 TiB.
 */
export function partBytes(number: number): number {
  const doubled = Math.max(0, Math.ceil((number - PARTS_OF_FIRST_SIZE) / PARTS_OF_EACH_SIZE));
  return FIRST_PART_BYTES * 2 ** doubled;
}

/** Bytes of a part that is kept in memory until it is stored: 16 MiB, that is the first 23 GiB. Longer ones go to a file. */
export const PART_MEMORY_BYTES = 16 * 1024 ** 2;

/** Bytes of parts that are sent at the same time: four of the first size. With the one being filled, at most 30 MiB are kept in memory. */
const CONCURRENT_BYTES = 4 * FIRST_PART_BYTES;

/** Parts that are sent at the same time, by the bytes of one; two at least, so that one is sent while another waits for its reply. */
export const concurrentParts = (bytes: number): number =>
  Math.max(2, Math.floor(CONCURRENT_BYTES / Math.max(bytes, FIRST_PART_BYTES)));

/** Bytes of a range of a download: 4 MiB. A shorter object is one request. */
export const RANGE_BYTES = 4 * 1024 ** 2;

/** Tries of a part. Waits of 0.5, 1, 2 and 4 seconds between them outlast what S3 calls a moment. */
export const PART_ATTEMPTS = 5;
export const FIRST_WAIT_MILLISECONDS = 500;

/** Milliseconds for each request that cleans up after an interruption, which must not take long. */
export const CLEAN_UP_MS = 8_000;
