/** A rate limit that lets requests wait for their turn as long as their deadline allows. */
import { status } from "@grpc/grpc-js";
import { RefusedError } from "../failures";

export interface RateLimit {
  /** Resolves when the request may go. @throws RefusedError when that would be after `untilMs` of waiting. */
  take(untilMs: number): Promise<void>;
}

export const UNLIMITED: RateLimit = { take: async () => {} };

/**
 * @param perSecond tokens that come back each second, above 0.
 * @param burst tokens there are after a quiet time, at least 1.
 * @param now milliseconds of a clock that only goes forward.
 */
export function tokenBucket(
  perSecond: number,
  burst: number,
  now: () => number = () => performance.now(),
): RateLimit {
  let tokens = burst;
  let at = now();
  return {
    take: async (untilMs) => {
      tokens = Math.min(burst, tokens + ((now() - at) / 1_000) * perSecond);
      at = now();
      const waitMs = tokens >= 1 ? 0 : ((1 - tokens) / perSecond) * 1_000;
      if (waitMs > untilMs)
        throw new RefusedError(
          status.RESOURCE_EXHAUSTED,
          `more than ${perSecond} requests a second to KMS (--qps-limit)`,
        );
      tokens -= 1; // below zero: the debt of those who wait
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    },
  };
}
