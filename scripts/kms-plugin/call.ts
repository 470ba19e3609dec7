/** One request on its way: who asks, and how long there is to answer. */

/** What everything below the gRPC layer may know of a request. */
export interface Call {
  readonly version: "v1" | "v2";
  /** kube-apiserver's id of the request; empty in v1. */
  readonly uid: string;
  /** Aborted when time is up, or when the caller gives up. */
  readonly signal: AbortSignal;
}

class NamedError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

export const cancelled = (): Error => new NamedError("CancelledError", "the caller gave up");
export const late = (): Error => new NamedError("TimeoutError", "the deadline passed");

/** Runs `work` with a signal that is aborted after `ms`, or with `outer`. The signal's own reason is what it fails with. */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(late()), Math.max(0, ms));
  const onAbort = () => limit.abort(outer?.reason);
  if (outer?.aborted === true) onAbort();
  outer?.addEventListener("abort", onAbort, { once: true });
  try {
    return await orAborted(work(limit.signal), limit.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  }
}

/** The outcome of `promise`, or of the signal if that comes first; the promise then goes on unobserved. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    const settle =
      <V>(done: (value: V) => void) =>
      (value: V): void => {
        signal.removeEventListener("abort", abort);
        done(value);
      };
    promise.then(
      settle(resolve),
      settle((error) => reject(signal.aborted ? signal.reason : error)),
    );
  });
}
