/** When lifecycle hides a version, and when it is gone for good. */
import { goneForGood, hiddenByLifecycle } from "../../../../scripts/core/retention/bucket/lifecycle";
import type { ExpirationRule, ObjectVersion, VersionLock } from "../../../../scripts/core/retention/ports";

const at = (text: string): Date => new Date(`${text}Z`);
const version: ObjectVersion = {
  key: "etcd/a",
  versionId: "1",
  isLatest: false,
  isDeleteMarker: false,
  lastModified: at("2026-11-01T10:00:00"),
  size: 1000,
  storageClass: "STANDARD",
};
const rule = (more: Partial<ExpirationRule> = {}): ExpirationRule => ({
  prefix: "etcd/",
  byTags: false,
  size: {},
  noncurrentDays: 30,
  newerNoncurrentVersions: 0,
  ...more,
});
const lock = (until?: string, legalHold = false): VersionLock => ({
  legalHold,
  retention: until === undefined ? undefined : { mode: "COMPLIANCE", until: at(until) },
});
const hiddenAt = at("2026-11-28T12:00:00");
const gone = (rules: readonly ExpirationRule[] | "unknown", held?: VersionLock | "unknown", newer = 0) =>
  goneForGood({ version, newer, hiddenAt, lock: held }, rules);

describe("a hidden version is gone for good", () => {
  it.each([
    ["30 days later, at the next midnight", [rule()], undefined, at("2026-12-29T00:00:00")],
    [
      "by the rule that comes first",
      [rule(), rule({ noncurrentDays: 3 })],
      undefined,
      at("2026-12-02T00:00:00"),
    ],
    [
      "when its lock is over, if that is later",
      [rule()],
      lock("2027-06-01T10:00:00"),
      at("2027-06-01T10:00:00"),
    ],
    [
      "when the rule says so, if its lock is over before",
      [rule()],
      lock("2026-12-01T00:00:00"),
      at("2026-12-29T00:00:00"),
    ],
    ["never under a legal hold", [rule()], lock("2026-12-01T00:00:00", true), "never"],
    ["never without a rule", [], undefined, "never"],
    ["never by a rule of another prefix", [rule({ prefix: "step-ca/" })], undefined, "never"],
    ["never by a rule of larger objects", [rule({ size: { above: 1000 } })], undefined, "never"],
    ["never by a rule of smaller objects", [rule({ size: { below: 1000 } })], undefined, "never"],
    [
      "by a rule of its size",
      [rule({ size: { above: 999, below: 1001 } })],
      undefined,
      at("2026-12-29T00:00:00"),
    ],
    [
      "never by a rule that hides only",
      [rule({ noncurrentDays: undefined, currentDays: 3 })],
      undefined,
      "never",
    ],
    [
      "never by a rule that leaves newer versions",
      [rule({ newerNoncurrentVersions: 1 })],
      undefined,
      "never",
    ],
    [
      "nobody knows when, by tags that come first",
      [rule(), rule({ byTags: true, noncurrentDays: 3 })],
      undefined,
      "unknown",
    ],
    [
      "by what is sure, where tags come later",
      [rule({ noncurrentDays: 3 }), rule({ byTags: true })],
      undefined,
      at("2026-12-02T00:00:00"),
    ],
    ["nobody knows when, without permission", "unknown", undefined, "unknown"],
    ["nobody knows when, without permission to see its lock", [rule()], "unknown", "unknown"],
  ] as const)("%s", (_, rules, held, expected) => {
    expect(gone(rules, held)).toEqual(expected);
  });

  it("by a rule that leaves one newer version, when there is one", () => {
    expect(gone([rule({ newerNoncurrentVersions: 1 })], undefined, 1)).toEqual(at("2026-12-29T00:00:00"));
  });

  it("at midnight itself, when it was hidden at midnight", () => {
    const found = goneForGood({ version, newer: 0, hiddenAt: at("2026-11-28T00:00:00"), lock: undefined }, [
      rule(),
    ]);
    expect(found).toEqual(at("2026-12-28T00:00:00"));
  });
});

describe("an object that is kept", () => {
  it("is hidden by lifecycle, counted from when it was stored", () => {
    expect(hiddenByLifecycle(version, [rule({ currentDays: 90 })])).toEqual(at("2027-01-31T00:00:00"));
    expect(hiddenByLifecycle(version, [rule()])).toBe("never");
    expect(hiddenByLifecycle(version, "unknown")).toBe("unknown");
  });
});
