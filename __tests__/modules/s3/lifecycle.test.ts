import {
  lifecycleRules,
  overlapProblems,
  type Retention,
  retentionProblems,
} from "../../../modules/s3/lifecycle";

const RETENTION: Retention = {
  prefix: "step-ca/",
  expirationInDays: 90,
  noncurrentExpirationInDays: 30,
  abortIncompleteMultipartUploadInDays: 7,
};

describe("lifecycleRules", () => {
  it("removes current and noncurrent versions, unfinished uploads and delete markers of a prefix", () => {
    const filter = [{ prefix: "step-ca/" }];
    expect(lifecycleRules([RETENTION])).toEqual([
      {
        id: "expire step-ca/",
        status: "Enabled",
        filter,
        expiration: [{ days: 90 }],
        noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
      {
        id: "remove delete markers step-ca/",
        status: "Enabled",
        filter,
        expiration: [{ expiredObjectDeleteMarker: true }],
      },
    ]);
  });

  it("never puts days and delete markers in one rule, which S3 refuses", () => {
    for (const { expiration } of lifecycleRules([RETENTION, { ...RETENTION, prefix: "etcd/" }]))
      expect(Object.keys(expiration[0] ?? {})).toHaveLength(1);
  });
});

describe("retentionProblems", () => {
  it("has nothing against separate prefixes and a lock as long as the expiration", () => {
    expect(
      retentionProblems([RETENTION, { ...RETENTION, prefix: "etcd/" }], { retentionInDays: 90 }),
    ).toEqual([]);
  });

  it("fails on a lock that outlasts an expiration", () => {
    expect(retentionProblems([RETENTION], { retentionInDays: 91 })).toEqual([
      "object lock of 91 days must not outlast the expiration of 'step-ca/', got 90 days",
    ]);
  });

  it.each([
    ["expirationInDays", 0],
    ["noncurrentExpirationInDays", -1],
    ["abortIncompleteMultipartUploadInDays", 1.5],
    ["expirationInDays", 2_147_483_648],
  ])("fails on %s of %d", (name, days) => {
    expect(retentionProblems([{ ...RETENTION, [name]: days }])).toEqual([
      `${name} of 'step-ca/' must be a whole number from 1 to 2147483647, got ${days}`,
    ]);
  });

  it("fails on more rules than a bucket can have, and on none", () => {
    const many = Array.from({ length: 501 }, (_, index) => ({ ...RETENTION, prefix: `p${index}/` }));
    expect(retentionProblems(many)).toEqual(["lifecycle rules must be 1 to 1000 in number, got 1002"]);
    expect(retentionProblems(many.slice(1))).toEqual([]);
    expect(retentionProblems([])).toEqual(["lifecycle rules must be 1 to 1000 in number, got 0"]);
  });
});

describe("overlapProblems", () => {
  it.each([
    [["a/", "a/b/"], ["prefixes must not overlap, got 'a/' and 'a/b/'"]],
    [["a/b/", "a/"], ["prefixes must not overlap, got 'a/b/' and 'a/'"]],
    [["a/", "a/"], ["prefixes must not overlap, got 'a/' and 'a/'"]],
    [["a/", "ab/", "b/a/"], []],
  ])("judges %j", (prefixes, problems) => {
    expect(overlapProblems(prefixes)).toEqual(problems);
  });
});
