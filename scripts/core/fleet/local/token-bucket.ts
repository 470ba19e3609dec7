/** How many requests a second are begun: as many as come back in that time, and no more than one second's worth at once. */
import { setTimeout as wait } from "node:timers/promises";

export interface TokenBucket {
  /** Returns when so many are there, and takes them; those who ask first, first. @throws the signal's reason */
  take(tokens: number, signal: AbortSignal): Promise<void>;
}

/**
 * @param perSecond tokens that come back; at least 1.
 * @param clock milliseconds that only go forward.
 */
export function tokenBucket(
  perSecond: number,
  clock: () => number = () => performance.now(),
  sleep: (ms: number, signal: AbortSignal) => Promise<unknown> = (ms, signal) =>
    wait(ms, undefined, { signal }),
): TokenBucket {
  let [tokens, at] = [perSecond, clock()];
  let turn: Promise<unknown> = Promise.resolve();
  const takeNow = async (wanted: number, signal: AbortSignal): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      const now = clock();
      // An object may need more than a second's worth: then that is what is waited for.
      const most = Math.max(perSecond, wanted);
      tokens = Math.min(most, tokens + ((now - at) / 1000) * perSecond);
      at = now;
      if (tokens >= wanted) break;
      await sleep(Math.ceil(((wanted - tokens) / perSecond) * 1000), signal);
    }
    tokens -= wanted;
  };
  return {
    take: (wanted, signal) => {
      const taken = turn.then(() => takeNow(wanted, signal));
      turn = taken.catch(() => {});
      return taken;
    },
  };
}
