/** Whatever stands in a bucket, whatever the policy, and wherever a run ends: what must stay stays, and the next run ends where one run would have. */
import fc from "fast-check";
import { manifestKey } from "../../../../scripts/core/object-key";
import { performPrune, planPrune } from "../../../../scripts/core/retention/actions/prune";
import { performUndelete, planUndeleteSince } from "../../../../scripts/core/retention/actions/undelete";
import type { Policy } from "../../../../scripts/core/retention/policy/policy";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { addBackup, addRecord, daysAgo, idOf, NOW } from "../../../helpers/stores/retention";

const signal = new AbortController().signal;

interface Made {
  readonly hours: number;
  readonly series: string;
  /** What is special about it. */
  readonly kind:
    | "good"
    | "bad"
    | "drilled"
    | "failed drill"
    | "held"
    | "no manifest"
    | "half deleted"
    | "deleted"
    | "unchanged";
}

const made: fc.Arbitrary<Made> = fc.record({
  hours: fc.integer({ min: 1, max: 2000 }),
  series: fc.constantFrom("etcd/etcd", "step-ca/ca"),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant("good" as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...([
          "bad",
          "drilled",
          "failed drill",
          "held",
          "no manifest",
          "half deleted",
          "deleted",
          "unchanged",
        ] as const),
      ),
    },
  ),
});
const bucketOf = fc.uniqueArray(made, {
  minLength: 1,
  maxLength: 15,
  selector: ({ hours, series }) => `${series} ${hours}`,
});
const few = fc.integer({ min: 1, max: 4 });
const policyOf: fc.Arbitrary<Policy> = fc.oneof(
  fc.record({ last: few }),
  fc.record({ daily: few }),
  fc.record({ weekly: few, hourly: few }),
  fc.record({ monthly: few, last: few }),
);

function fill(all: readonly Made[]): MemoryVersions {
  const bucket = new MemoryVersions();
  bucket.lock = { enabled: true };
  for (const { hours, series, kind } of all) {
    const days = hours / 24;
    const id = kind === "no manifest" ? idOf(daysAgo(days), series) : addBackup(bucket, days, series);
    if (kind === "no manifest") bucket.put(id, daysAgo(days));
    if (kind === "bad") addRecord(bucket, "quarantine", id);
    if (kind === "drilled") addRecord(bucket, "drills", id, ".passed.json");
    if (kind === "failed drill") addRecord(bucket, "drills", id, ".failed.json");
    if (kind === "unchanged") addRecord(bucket, "unchanged", id, ".json", daysAgo(days / 2));
    if (kind === "held") bucket.setLock(id, { legalHold: true });
    if (kind === "half deleted" || kind === "deleted")
      bucket.put(id, daysAgo(days - 0.01), { isDeleteMarker: true, size: 0 });
    if (kind === "deleted")
      bucket.put(manifestKey(id), daysAgo(days - 0.01), { isDeleteMarker: true, size: 0 });
  }
  return bucket;
}

/** One run, which ends before its `end`th change. @returns whether it went to its end */
async function run(store: MemoryVersions, policy: Policy, end = Number.POSITIVE_INFINITY): Promise<boolean> {
  const policies = { keep: policy, series: [], timeZone: "UTC" };
  const surroundings = { store, now: () => NOW, signal };
  let changes = 0;
  store.beforeChange = () => {
    if (++changes > end) throw new Error("killed");
  };
  try {
    await performPrune(
      await planPrune({ prefixes: [""], name: undefined, policies }, surroundings),
      surroundings,
    );
    return true;
  } catch (error) {
    const { message, exit } = error as Error & { exit?: string };
    if (message !== "killed" && exit !== "notSafe") throw error;
    return false;
  }
}

const newest = (all: readonly Made[], series: string, ...kinds: Made["kind"][]): Made | undefined =>
  all
    .filter((each) => each.series === series && kinds.includes(each.kind))
    .sort((a, b) => a.hours - b.hours)[0];

describe("prune, whatever there is", () => {
  it("never deletes the newest good one, the newest that a drill proved, what is held, bad, or alone", async () => {
    await fc.assert(
      fc.asyncProperty(bucketOf, policyOf, async (all, policy) => {
        const bucket = fill(all);
        await run(bucket, policy);
        const visible = bucket.visible();
        for (const series of ["etcd/etcd", "step-ca/ca"])
          for (const stays of [
            newest(all, series, "good", "drilled", "failed drill", "held", "unchanged"),
            newest(all, series, "drilled"),
            ...all.filter((each) => each.series === series && ["held", "bad"].includes(each.kind)),
          ])
            if (stays !== undefined) {
              const id = idOf(daysAgo(stays.hours / 24), series);
              expect(visible).toEqual(expect.arrayContaining([id, manifestKey(id)]));
            }
      }),
      { numRuns: 60 },
    );
  });

  it("ends where one run would have ended, wherever it is killed, and shows nothing by halves meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(bucketOf, policyOf, fc.nat(12), async (all, policy, end) => {
        const [one, killed] = [fill(all), fill(all)];
        const before = new Set(killed.visible());
        await run(one, policy);
        await run(killed, policy, end);
        for (const key of killed.visible().filter((each) => each.endsWith(".kms")))
          if (before.has(manifestKey(key))) expect(killed.visible()).toContain(manifestKey(key));
        await run(killed, policy);
        expect(killed.visible()).toEqual(one.visible());
        await run(killed, policy);
        expect(killed.visible()).toEqual(one.visible()); // and once more changes nothing
      }),
      { numRuns: 60 },
    );
  });

  it("is taken back by undelete, all of it, and no version is ever gone", async () => {
    await fc.assert(
      fc.asyncProperty(bucketOf, policyOf, async (all, policy) => {
        const bucket = fill(all);
        const before = bucket.visible();
        bucket.clock = () => NOW;
        await run(bucket, policy);
        const since = { prefixes: [""], since: NOW, name: undefined };
        await performUndelete(await planUndeleteSince(bucket, since, signal), bucket, signal);
        expect(bucket.visible()).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });
});
