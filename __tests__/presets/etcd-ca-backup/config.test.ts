import { etcdCaBackupSchema } from "../../../presets/etcd-ca-backup";

const MINIMAL = { preset: "etcd-ca-backup", region: "eu-central-1" };

/** Problems of a configuration: path and message. */
function problems(config: unknown): string[] {
  const issues = etcdCaBackupSchema.safeParse(config).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("etcd-ca-backup configuration", () => {
  it("has the runbook's defaults", () => {
    const retention = {
      expirationInDays: 90,
      noncurrentExpirationInDays: 30,
      abortIncompleteMultipartUploadInDays: 7,
    };
    const people = { trust: [{ type: "mfa", maxAgeSeconds: 3600 }], maxSessionDuration: 3600 };
    expect(etcdCaBackupSchema.parse(MINIMAL)).toEqual({
      ...MINIMAL,
      tags: {},
      roles: { path: "/" },
      key: {
        alias: "alias/etcd-ca-backup",
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        rootStatement: "manage",
        multiRegion: false,
        replicaRegions: [],
        previousKeyArns: [],
        preventDestroy: true,
      },
      bucket: {
        prefixes: [
          { prefix: "step-ca/", ...retention },
          { prefix: "etcd-default/", ...retention },
        ],
        preventDestroy: true,
      },
      writer: { trust: [{ type: "ec2" }] },
      restorer: people,
      administrator: people,
    });
  });

  it.each([
    ["rotationPeriodInDays", 90],
    ["rotationPeriodInDays", 2560],
    ["deletionWindowInDays", 7],
    ["deletionWindowInDays", 30],
  ])("accepts key.%s of %d", (name, days) => {
    expect(problems({ ...MINIMAL, key: { [name]: days } })).toEqual([]);
  });

  it.each([
    ["rotationPeriodInDays", 89, "90 to 2560"],
    ["rotationPeriodInDays", 2561, "90 to 2560"],
    ["deletionWindowInDays", 6, "7 to 30"],
    ["deletionWindowInDays", 31, "7 to 30"],
    ["deletionWindowInDays", 7.5, "7 to 30"],
  ])("fails on key.%s of %d", (name, days, range) => {
    expect(problems({ ...MINIMAL, key: { [name]: days } })).toEqual([
      `key.${name}: must be a whole number from ${range}, got ${days}`,
    ]);
  });

  it.each(["step-ca", "/step-ca/", "a//b/", "a/*/", "../", "a b/", ""])(
    "fails on the prefix '%s'",
    (prefix) => {
      expect(problems({ ...MINIMAL, bucket: { prefixes: [{ prefix }] } })).toEqual([
        expect.stringMatching(/^bucket\.prefixes\.0\.prefix: must be a prefix/),
      ]);
    },
  );

  it("wants a reason for a root statement that includes decryption", () => {
    expect(problems({ ...MINIMAL, key: { rootStatement: "full" } })).toEqual([
      "key.rootStatement: 'full' needs a rootStatementReason beside it, got none",
    ]);
    expect(
      problems({ ...MINIMAL, key: { rootStatement: "full", rootStatementReason: "break-glass" } }),
    ).toEqual([]);
  });

  it("compares a lock with default expirations too", () => {
    expect(
      problems({ ...MINIMAL, bucket: { objectLock: { mode: "GOVERNANCE", retentionInDays: 91 } } }),
    ).toEqual([
      "bucket.objectLock.retentionInDays: object lock of 91 days must not outlast the expiration of 'step-ca/', got 90 days",
      "bucket.objectLock.retentionInDays: object lock of 91 days must not outlast the expiration of 'etcd-default/', got 90 days",
    ]);
  });

  it("finds problems between keys beside others", () => {
    const found = problems({
      ...MINIMAL,
      region: "mars",
      key: { rootStatement: "full", rotationPeriodInDays: 1 },
      bucket: { prefixes: [{ prefix: "a/" }, { prefix: "a/b/" }], unknown: 1 },
    });
    expect(found.map((problem) => problem.split(":")[0])).toEqual([
      "region",
      "key.rotationPeriodInDays",
      "bucket",
      "key.rootStatement",
      "bucket.prefixes",
    ]);
  });

  it.each([
    "arn:aws:iam::111122223333:role/backup-verifier",
    "arn:aws:iam::111122223333:user/team/eve",
    "arn:aws:iam::111122223333:root",
    "arn:aws-us-gov:iam::111122223333:role/x",
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Restore_*",
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Restore_*",
  ])("trusts %s", (arn) => {
    expect(problems({ ...MINIMAL, restorer: { trust: [{ type: "principals", arns: [arn] }] } })).toEqual([]);
  });

  it.each([
    "*",
    "111122223333",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam::111122223333:role/team-*",
    "arn:aws:iam::*:root",
    "arn:aws:sts::111122223333:assumed-role/x/y",
  ])("fails to trust %s", (arn) => {
    expect(problems({ ...MINIMAL, restorer: { trust: [{ type: "principals", arns: [arn] }] } })).toEqual([
      expect.stringContaining("must be the ARN of an IAM role, user or account root"),
    ]);
  });

  it("fails on one kind of trust twice, on none, and on hosts with a second factor", () => {
    expect(problems({ ...MINIMAL, restorer: { trust: [{ type: "mfa" }, { type: "mfa" }] } })).toEqual([
      "restorer.trust.1: type must be given once, got 'mfa' again",
    ]);
    expect(problems({ ...MINIMAL, restorer: { trust: [] } })).toHaveLength(1);
    expect(problems({ ...MINIMAL, writer: { trust: [{ type: "mfa" }] } })).toHaveLength(1);
  });

  it("takes replicas of a multi-Region key, and a second bucket where one is", () => {
    const key = { multiRegion: true, replicaRegions: ["eu-west-1", "eu-north-1"] };
    expect(problems({ ...MINIMAL, key, bucket: { replica: { region: "eu-north-1" } } })).toEqual([]);
  });

  it.each([
    [
      { replicaRegions: ["eu-west-1"] },
      undefined,
      "key.replicaRegions: a replica needs a multi-Region key, got a key without multiRegion: true",
    ],
    [
      { multiRegion: true, replicaRegions: ["eu-central-1"] },
      undefined,
      "key.replicaRegions: must not name the stack's own region, got 'eu-central-1'",
    ],
    [
      { multiRegion: true, replicaRegions: ["eu-west-1", "eu-west-1"] },
      undefined,
      "key.replicaRegions: must name each region once, got 'eu-west-1' again",
    ],
    [
      { multiRegion: true, replicaRegions: ["ireland"] },
      undefined,
      "key.replicaRegions.0: must be a region such as 'eu-central-1', got 'ireland'",
    ],
    [
      { multiRegion: true },
      { region: "eu-west-1" },
      "bucket.replica.region: must be one of key.replicaRegions (none), got 'eu-west-1'",
    ],
    [
      { multiRegion: true, replicaRegions: ["eu-north-1"] },
      { region: "eu-west-1" },
      "bucket.replica.region: must be one of key.replicaRegions (eu-north-1), got 'eu-west-1'",
    ],
    [
      { multiRegion: true, replicaRegions: ["eu-north-1"] },
      { region: "eu-central-1" },
      "bucket.replica.region: must not be the stack's own region, got 'eu-central-1'",
    ],
    [
      { multiRegion: true, replicaRegions: ["eu-north-1"] },
      { region: "eu-north-1", name: "backups-a" },
      "bucket.replica.name: must not be the first bucket's, got 'backups-a'",
    ],
  ])("fails on %j with the second bucket %j", (key, replica, problem) => {
    expect(problems({ ...MINIMAL, key, bucket: { name: "backups-a", replica } })).toEqual([problem]);
  });

  const ACCOUNT = {
    id: "222233334444",
    bucket: "example-vault",
    keyArn: "arn:aws:kms:eu-west-1:222233334444:key/00000000-0000-4000-8000-000000000001",
  };
  const lock = { mode: "GOVERNANCE", retentionInDays: 30 };
  const inAccount = (account: object, more: object = {}, bucket: object = {}) => ({
    ...MINIMAL,
    accountId: "111122223333",
    key: { multiRegion: true, replicaRegions: ["eu-west-1"] },
    bucket: { ...bucket, replica: { region: "eu-west-1", account: { ...ACCOUNT, ...account } } },
    ...more,
  });

  it("takes a second bucket in another account", () => {
    expect(problems(inAccount({}))).toEqual([]);
    expect(problems(inAccount({ objectLock: true }, {}, { objectLock: lock }))).toEqual([]);
  });

  it.each([
    [
      inAccount({ id: "111122223333", keyArn: ACCOUNT.keyArn.replace("222233334444", "111122223333") }),
      "bucket.replica.account.id: must be another account than the stack's own, got '111122223333'; leave it out for one account",
    ],
    [
      inAccount({}, { accountId: undefined }),
      "accountId: must be given beside bucket.replica.account, which is another account: got none",
    ],
    [
      inAccount({ keyArn: ACCOUNT.keyArn.replace("eu-west-1", "eu-central-1") }),
      `bucket.replica.account.keyArn: must be a key of eu-west-1, got '${ACCOUNT.keyArn.replace("eu-west-1", "eu-central-1")}'`,
    ],
    [
      inAccount({}, {}, { objectLock: lock }),
      "bucket.replica.account.objectLock: must be true, as bucket.objectLock is given: S3 copies nothing otherwise; got false",
    ],
    [
      inAccount({}, {}, { name: "example-vault" }),
      "bucket.replica.account.bucket: must not be the stack's own bucket, got 'example-vault'",
    ],
    [
      {
        ...inAccount({}),
        bucket: { replica: { region: "eu-west-1", name: "example-copies", account: ACCOUNT } },
      },
      "bucket.replica.name: must be left out beside bucket.replica.account, whose owner names the bucket",
    ],
  ])("fails on %j", (config, problem) => {
    expect(problems(config)).toEqual([problem]);
  });

  it("fails on a tag that Terraform would take for a template", () => {
    expect(problems({ ...MINIMAL, tags: { team: "${path.module}" } })).toHaveLength(1);
  });
});
