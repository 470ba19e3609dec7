import { DecryptCache } from "../../../../scripts/kms-plugin/key/decrypt-cache";
import { tokenBucket } from "../../../../scripts/kms-plugin/key/token-bucket";
import { eventually } from "../../../helpers/eventually";

const counted = () => {
  const counts = { hit: 0, shared: 0, miss: 0 };
  return {
    counts,
    report: { hit: () => counts.hit++, shared: () => counts.shared++, miss: () => counts.miss++ },
  };
};
const KEYS = ["arn:a"];
const blob = (n: number) => Buffer.from([n]);
const load = (n: number) => async () => Buffer.from(`secret ${n}`);

describe("decrypt cache", () => {
  const make = (maxEntries: number, ttlSeconds = 60) => {
    const { counts, report } = counted();
    return { counts, cache: new DecryptCache({ maxEntries, ttlSeconds }, report) };
  };

  it("is bounded in number, and gives each caller bytes of its own", async () => {
    const { cache, counts } = make(2);
    const first = await cache.get(blob(1), KEYS, load(1));
    first.fill(0);
    expect((await cache.get(blob(1), KEYS, load(9))).toString()).toBe("secret 1");
    for (const n of [2, 3, 4]) await cache.get(blob(n), KEYS, load(n));
    expect(cache.size).toBe(2);
    expect((await cache.get(blob(1), KEYS, load(9))).toString()).toBe("secret 9");
    expect(counts).toEqual({ hit: 1, shared: 0, miss: 5 });
  });

  it("is bounded in time", async () => {
    const { cache } = make(2, 0.02);
    await cache.get(blob(1), KEYS, load(1));
    await eventually(async () => (await cache.get(blob(1), KEYS, load(9))).toString() === "secret 9");
  });

  it("keeps nothing that was asked for before it was cleared", async () => {
    const { cache } = make(2);
    let answer = (_plaintext: Buffer): void => {};
    const asked = cache.get(blob(1), KEYS, () => new Promise((resolve) => (answer = resolve)));
    cache.clear();
    answer(Buffer.from("old"));
    expect((await asked).toString()).toBe("old");
    expect(cache.size).toBe(0);
  });

  it("tells keys and ciphertexts apart, and shares no failure with later requests", async () => {
    const { cache } = make(9);
    await cache.get(blob(1), KEYS, load(1));
    expect((await cache.get(blob(1), ["arn:b"], load(2))).toString()).toBe("secret 2");
    const failing = () => Promise.reject(new Error("no"));
    await expect(Promise.all([1, 2].map(() => cache.get(blob(5), KEYS, failing)))).rejects.toThrow("no");
    expect((await cache.get(blob(5), KEYS, load(5))).toString()).toBe("secret 5");
  });
});

describe("token bucket", () => {
  it("lets a burst go, then one a period, and refuses who would wait too long", async () => {
    let now = 0;
    const bucket = tokenBucket(100, 3, () => now);
    for (let n = 0; n < 3; n++) await bucket.take(0);
    await expect(bucket.take(0)).rejects.toMatchObject({ name: "RefusedError" });
    const started = performance.now();
    await bucket.take(1_000); // waits for the next token
    expect(performance.now() - started).toBeGreaterThan(8);
    await expect(bucket.take(15)).rejects.toMatchObject({ name: "RefusedError" }); // behind the one who waits
    now = 10_000;
    for (let n = 0; n < 3; n++) await bucket.take(0); // no more than the burst after a quiet time
    await expect(bucket.take(0)).rejects.toMatchObject({ name: "RefusedError" });
  });
});
