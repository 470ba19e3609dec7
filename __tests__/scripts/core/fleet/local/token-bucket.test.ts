import { tokenBucket } from "../../../../../scripts/core/fleet/local/token-bucket";

const NEVER = new AbortController().signal;

describe("the token bucket", () => {
  const simulated = (perSecond: number) => {
    let at = 0;
    const bucket = tokenBucket(
      perSecond,
      () => at,
      async (ms) => {
        at += ms;
      },
    );
    return { bucket, at: () => at };
  };

  it("lets no more through than its rate, after the first second's worth", async () => {
    const { bucket, at } = simulated(10);
    for (let taken = 0; taken < 110; taken += 2) await bucket.take(2, NEVER);
    expect(at()).toBeGreaterThanOrEqual(10_000);
    expect(at()).toBeLessThan(10_100);
  });

  it("waits for more than a second's worth, where that is asked for at once", async () => {
    const { bucket, at } = simulated(2);
    await bucket.take(6, NEVER);
    expect(at()).toBe(2_000);
  });

  it("holds up nobody who takes nothing", async () => {
    const { bucket, at } = simulated(1);
    for (let taken = 0; taken < 100; taken += 1) await bucket.take(0, NEVER);
    expect(at()).toBe(0);
  });

  it("ends with its signal, and only for who gave it", async () => {
    const bucket = tokenBucket(1);
    const stop = new AbortController();
    await bucket.take(1, NEVER);
    const waiting = bucket.take(1, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await bucket.take(0, NEVER);
  });
});
