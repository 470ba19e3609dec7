import { bucketNameProblem } from "../../../../modules/s3/bucket/bucket-name";

describe("bucketNameProblem", () => {
  it.each(["abc", "x".repeat(63), "etcd-ca-backup-111122223333-eu-central-1", "0a0"])(
    "accepts %s",
    (name) => {
      expect(bucketNameProblem(name)).toBeUndefined();
    },
  );

  it.each([
    ["ab", "must be 3 to 63 characters long, got 2 in 'ab'"],
    ["x".repeat(64), `must be 3 to 63 characters long, got 64 in '${"x".repeat(64)}'`],
    ["Backups", "must be lower-case letters, digits and '-'"],
    ["a.b.c", "must be lower-case letters, digits and '-'"],
    ["-abc", "must be lower-case letters, digits and '-'"],
    ["abc-", "must be lower-case letters, digits and '-'"],
    ["xn--abc", "must not start with 'xn--', got 'xn--abc'"],
    ["amzn-s3-demo-x", "must not start with 'amzn-s3-demo-', got 'amzn-s3-demo-x'"],
    ["abc-s3alias", "must not end with '-s3alias', got 'abc-s3alias'"],
    ["abc--x-s3", "must not end with '--x-s3', got 'abc--x-s3'"],
  ])("fails on %s", (name, problem) => {
    expect(bucketNameProblem(name)).toMatch(`bucket name ${problem}`);
  });
});
