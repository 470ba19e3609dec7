import {
  lifecycleRules,
  overlapProblems,
  type Retention,
  retentionProblems,
} from "../../../../modules/s3/lifecycle/lifecycle";

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
      expect(Object.keys(expiration?.[0] ?? {})).toHaveLength(1);
  });
});

describe("retentionProblems", () => {
  it("has nothing against separate prefixes", () => {
    expect(retentionProblems([RETENTION, { ...RETENTION, prefix: "etcd/" }])).toEqual([]);
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
