/** What Lambda and KMS bound, and what follows from it. */
import type { FleetOperation } from "../../modules/backup-contract";

/** Source: Lambda Developer Guide, "Configure Lambda function memory". Below 1,024 MiB there is less than a core for the threads. */
export const MEMORY_MIB = { min: 1024, max: 10240 } as const;

/** Seconds: the longest that Lambda lets a function run. Source: Lambda Developer Guide, "Lambda quotas". */
export const TIMEOUT_SECONDS = 900;

/** From which part of {@link TIMEOUT_SECONDS} on an alarm is raised. */
const NEAR_THE_LIMIT = 0.9;

/** Milliseconds. */
export const LONG_DURATION_MS = TIMEOUT_SECONDS * 1000 * NEAR_THE_LIMIT;

/** Source: Lambda Developer Guide, "Lambda quotas": 1,000 in an account and Region, of which 100 cannot be reserved. */
export const RESERVED_CONCURRENCY = { min: 1, max: 900 } as const;

/** Requests a second: half of the smallest quota. Source: KMS Developer Guide, "Request quotas". */
export const DEFAULT_KMS_REQUESTS_PER_SECOND = 5000;

/** Requests a second: up to the largest quota that AWS gives without being asked. */
export const KMS_REQUESTS_PER_SECOND = { min: 1, max: 100_000 } as const;

/** Seconds that an object takes at least: three round trips to S3, one to KMS, and the invocation. */
const SECONDS_OF_AN_OBJECT = 0.1;

/** Requests to KMS for an object at most, under one new key; as `fleet plan` counts them. */
const KMS_REQUESTS: Readonly<Record<FleetOperation, number>> = {
  verify: 1,
  "verify-quick": 1,
  rewrap: 3,
  reencrypt: 3,
  fixity: 0,
  "rekey-outer": 2,
};

/** So many at a time that not even the shortest backups ask KMS more often than `rate` times a second. */
export function concurrencyFor(operation: FleetOperation, rate: number): number {
  const { min, max } = RESERVED_CONCURRENCY;
  return Math.max(min, Math.min(max, Math.floor((rate * SECONDS_OF_AN_OBJECT) / KMS_REQUESTS[operation])));
}
