import { lifecycleProblems } from "../../../../modules/s3/lifecycle/lifecycle-problems";
import { type LifecycleRuleProps, lifecycleRule } from "../../../../modules/s3/lifecycle/lifecycle-rules";

const rule = (props: Partial<LifecycleRuleProps>): LifecycleRuleProps => ({ id: "r", ...props });

describe("lifecycleRule", () => {
  it("moves, expires and cleans up", () => {
    expect(
      lifecycleRule({
        id: "everything",
        filter: { prefix: "logs/" },
        transitions: [
          { storageClass: "STANDARD_IA", days: 30 },
          { storageClass: "DEEP_ARCHIVE", days: 90 },
        ],
        noncurrentTransitions: [
          { storageClass: "GLACIER_IR", noncurrentDays: 1, newerNoncurrentVersions: 2 },
        ],
        expirationInDays: 365,
        noncurrentExpirationInDays: 30,
        newerNoncurrentVersions: 3,
        abortIncompleteMultipartUploadInDays: 7,
      }),
    ).toEqual({
      id: "everything",
      status: "Enabled",
      filter: [{ prefix: "logs/" }],
      transition: [
        { storageClass: "STANDARD_IA", days: 30 },
        { storageClass: "DEEP_ARCHIVE", days: 90 },
      ],
      noncurrentVersionTransition: [
        { storageClass: "GLACIER_IR", noncurrentDays: 1, newerNoncurrentVersions: 2 },
      ],
      expiration: [{ days: 365 }],
      noncurrentVersionExpiration: [{ noncurrentDays: 30, newerNoncurrentVersions: 3 }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    });
  });

  it("can expire on a day, remove delete markers, and be off", () => {
    const day = "2027-01-31T00:00:00Z";
    expect(lifecycleRule(rule({ expirationDate: day })).expiration).toEqual([{ date: day }]);
    expect(lifecycleRule(rule({ expiredObjectDeleteMarker: true })).expiration).toEqual([
      { expiredObjectDeleteMarker: true },
    ]);
    expect(lifecycleRule(rule({ enabled: false })).status).toBe("Disabled");
  });

  it.each<[LifecycleRuleProps["filter"], object]>([
    [undefined, {}],
    [{ prefix: "a/" }, { prefix: "a/" }],
    [{ prefix: "a/", objectSizeLessThan: undefined } as object, { prefix: "a/" }],
    [{ tags: { a: "1" } }, { tag: [{ key: "a", value: "1" }] }],
    [{ objectSizeGreaterThan: 1 }, { objectSizeGreaterThan: 1 }],
    [{ tags: { a: "1", b: "2" } }, { and: [{ tags: { a: "1", b: "2" } }] }],
    [{ prefix: "a/", objectSizeLessThan: 9 }, { and: [{ prefix: "a/", objectSizeLessThan: 9 }] }],
    [
      { prefix: "a/", tags: { a: "1" }, objectSizeGreaterThan: 1, objectSizeLessThan: 9 },
      { and: [{ prefix: "a/", objectSizeGreaterThan: 1, objectSizeLessThan: 9, tags: { a: "1" } }] },
    ],
  ])("takes the filter %j in the only form that S3 accepts", (filter, expected) => {
    expect(lifecycleRule(rule(filter === undefined ? {} : { filter })).filter).toEqual([expected]);
  });
});

describe("lifecycleProblems", () => {
  it("has nothing against what S3 takes", () => {
    expect(
      lifecycleProblems([
        rule({
          transitions: [
            { storageClass: "STANDARD_IA", days: 30 },
            { storageClass: "GLACIER_IR", days: 30 },
            { storageClass: "GLACIER", days: 60 },
          ],
          expirationInDays: 61,
        }),
        rule({ id: "s", transitions: [{ storageClass: "INTELLIGENT_TIERING", days: 0 }] }),
        rule({ id: "x".repeat(255), noncurrentExpirationInDays: 1, newerNoncurrentVersions: 100 }),
      ]),
    ).toEqual([]);
  });

  it.each<[string, Partial<LifecycleRuleProps>, string]>([
    ["nothing to do", {}, "must do something"],
    [
      "two expirations",
      { expirationInDays: 1, expirationDate: "2027-01-31T00:00:00Z" },
      "must not be given together",
    ],
    [
      "markers and days",
      { expiredObjectDeleteMarker: true, expirationInDays: 1 },
      "without another expiration",
    ],
    [
      "markers by tags",
      { expiredObjectDeleteMarker: true, filter: { tags: { a: "b" } } },
      "must not be filtered by tags",
    ],
    [
      "uploads by size",
      { abortIncompleteMultipartUploadInDays: 1, filter: { objectSizeGreaterThan: 1 } },
      "must not be filtered by tags or sizes",
    ],
    [
      "kept versions alone",
      { newerNoncurrentVersions: 1, expirationInDays: 1 },
      "needs noncurrentExpirationInDays",
    ],
    [
      "too many kept versions",
      { newerNoncurrentVersions: 101, noncurrentExpirationInDays: 1 },
      "newerNoncurrentVersions must be a whole number from 1 to 100, got 101",
    ],
    ["a day of zero", { expirationInDays: 0 }, "expirationInDays must be a whole number from 1"],
    ["half a day", { noncurrentExpirationInDays: 0.5 }, "noncurrentExpirationInDays must be a whole number"],
    ["an hour", { expirationDate: "2027-01-31T12:00:00Z" }, "must be a day at midnight UTC"],
    [
      "sizes crossed",
      { expirationInDays: 1, filter: { objectSizeGreaterThan: 9, objectSizeLessThan: 9 } },
      "must be below",
    ],
    ["a move too early", { transitions: [{ storageClass: "STANDARD_IA", days: 29 }] }, "must be 30 days old"],
    ["a move without a time", { transitions: [{ storageClass: "GLACIER" }] }, "needs either days or a date"],
    [
      "a move after the end",
      { transitions: [{ storageClass: "GLACIER", days: 9 }], expirationInDays: 9 },
      "must come before the expiration after 9 days, got GLACIER after 9",
    ],
    [
      "a move back",
      {
        transitions: [
          { storageClass: "GLACIER", days: 9 },
          { storageClass: "STANDARD_IA", days: 40 },
        ],
      },
      "must go from warm to cold and from early to late, got GLACIER before STANDARD_IA",
    ],
    [
      "the one gap among the classes",
      {
        transitions: [
          { storageClass: "ONEZONE_IA", days: 30 },
          { storageClass: "GLACIER_IR", days: 60 },
        ],
      },
      "got ONEZONE_IA before GLACIER_IR",
    ],
    [
      "a stay too short",
      {
        transitions: [
          { storageClass: "STANDARD_IA", days: 30 },
          { storageClass: "GLACIER", days: 59 },
        ],
      },
      "must leave objects in STANDARD_IA for 30 days before GLACIER, got 29",
    ],
    [
      "days and dates",
      {
        transitions: [
          { storageClass: "STANDARD_IA", days: 30 },
          { storageClass: "GLACIER", date: "2027-01-31T00:00:00Z" },
        ],
      },
      "must be all by days or all by date",
    ],
    [
      "a long id",
      { id: "x".repeat(256), expirationInDays: 1 },
      "length of the id must be a whole number from 1 to 255",
    ],
  ])("fails on %s", (_, props, problem) => {
    expect(lifecycleProblems([rule(props)]).join("\n")).toContain(problem);
  });

  it("fails on two rules of one id", () => {
    const twice = [rule({ expirationInDays: 1 }), rule({ expirationInDays: 2 })];
    expect(lifecycleProblems(twice)).toEqual(["lifecycle rules must not share the id 'r'"]);
  });
});
