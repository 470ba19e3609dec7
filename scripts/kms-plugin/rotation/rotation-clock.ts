/** When, after a rotation, storage may be written anew. Source: Kubernetes documentation and KEP-3299, "rotation": 3 + N + M minutes. */

/** Minutes for which an API server may go on with the seed that it got under the old key_id. */
export const SEED_MINUTES = 3;

/** M, minutes: at least five, for nodes that are late. */
export const MIGRATION_BUFFER_MINUTES = 5;

/** @param sinceSeconds Unix time at which the last node saw the key_id. @param probeIntervalSeconds N. @returns Unix time. */
export function safeAt(sinceSeconds: number, probeIntervalSeconds: number): number {
  return sinceSeconds + (SEED_MINUTES + MIGRATION_BUFFER_MINUTES) * 60 + probeIntervalSeconds;
}
