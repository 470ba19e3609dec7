/** Two halves in one file are held against each other. */
import { ConfigError, parseConfig } from "../../../config";

const KEY = "arn:aws:kms:eu-west-1:222233334444:key/00000000-0000-4000-8000-000000000001";
const LOCK = { mode: "GOVERNANCE", retentionInDays: 30 };
const ACCOUNT = { id: "222233334444", bucket: "there-222233334444-eu-west-1", keyArn: KEY };
const here = (account: object = {}, more: object = {}) => ({
  preset: "s3-replication",
  region: "eu-central-1",
  accountId: "111122223333",
  destination: { region: "eu-west-1", account: { ...ACCOUNT, ...account } },
  ...more,
});
const SOURCE = { accountId: "111122223333", roleArn: "arn:aws:iam::111122223333:role/here-replication" };
const there = (more: object = {}) => ({
  preset: "s3-replication-destination",
  region: "eu-west-1",
  accountId: "222233334444",
  source: SOURCE,
  ...more,
});

function problems(stacks: object): readonly string[] {
  try {
    parseConfig(JSON.stringify({ stacks }), "sealstack.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((text) => text.replace(/^line .*?: /, ""));
    throw error;
  }
  return [];
}

describe("two halves of a pair in one file", () => {
  it.each([
    ["that agree", { here: here(), there: there() }],
    [
      "with the same alias, in two accounts and one region",
      {
        here: { ...here({ keyArn: KEY }), key: { alias: "alias/x" } },
        there: there({ key: { alias: "alias/x" } }),
      },
    ],
    [
      "with object lock",
      {
        here: here({ objectLock: true }, { bucket: { objectLock: LOCK } }),
        there: there({ bucket: { objectLock: LOCK } }),
      },
    ],
    [
      "with a path of roles",
      {
        here: here({}, { roles: { path: "/team/" } }),
        there: there({
          source: { ...SOURCE, roleArn: "arn:aws:iam::111122223333:role/team/here-replication" },
        }),
      },
    ],
    [
      "of other pairs",
      {
        here: here({ bucket: "somebody-elses" }),
        there: there({ source: { ...SOURCE, roleArn: "arn:aws:iam::111122223333:role/other-replication" } }),
      },
    ],
  ])("pass %s", (_, stacks) => {
    expect(problems(stacks)).toEqual([]);
  });

  it.each([
    [
      "another account",
      { here: here(), there: there({ accountId: "333344445555", bucket: { name: ACCOUNT.bucket } }) },
      [
        "stacks.here.destination.account.id: must be that of stack 'there', '333344445555', got '222233334444'",
      ],
    ],
    [
      "another bucket",
      { here: here({ bucket: "somewhere" }), there: there() },
      [
        "stacks.here.destination.account.bucket: must be that of stack 'there', 'there-222233334444-eu-west-1', got 'somewhere'",
      ],
    ],
    [
      "another region",
      { here: here(), there: there({ region: "eu-north-1", bucket: { name: ACCOUNT.bucket } }) },
      ["stacks.here.destination.region: must be that of stack 'there', 'eu-north-1', got 'eu-west-1'"],
    ],
    [
      "another role",
      {
        here: here(),
        there: there({ source: { ...SOURCE, roleArn: "arn:aws:iam::111122223333:role/hre-replication" } }),
      },
      [
        "stacks.there.source.roleArn: must be that of stack 'here', 'arn:aws:iam::111122223333:role/here-replication', got 'arn:aws:iam::111122223333:role/hre-replication'",
      ],
    ],
    [
      "a role on another path",
      { here: here({}, { roles: { path: "/team/" } }), there: there() },
      [
        "stacks.there.source.roleArn: must be that of stack 'here', 'arn:aws:iam::111122223333:role/team/here-replication', got 'arn:aws:iam::111122223333:role/here-replication'",
      ],
    ],
    [
      "object lock here only",
      { here: here({ objectLock: true }, { bucket: { objectLock: LOCK } }), there: there() },
      [
        "stacks.here.destination.account.objectLock: must be false, as stack 'there' has no object lock; got true",
        "stacks.there.bucket: must have objectLock, as stack 'here' has it: S3 copies nothing otherwise; got none",
      ],
    ],
    [
      "object lock there, which this half does not know",
      { here: here(), there: there({ bucket: { objectLock: LOCK } }) },
      [
        "stacks.here.destination.account.objectLock: must be true, as stack 'there' has object lock; got false",
      ],
    ],
  ])("fail on %s", (_, stacks, expected) => {
    expect(problems(stacks)).toEqual(expected);
  });
});

describe("backups, and the account that keeps their copies, in one file", () => {
  const backups = (replica: object = {}) => ({
    preset: "etcd-ca-backup",
    region: "eu-central-1",
    accountId: "111122223333",
    key: { multiRegion: true, replicaRegions: ["eu-west-1"] },
    bucket: { replica: { region: "eu-west-1", account: { ...ACCOUNT, ...replica } } },
  });

  it("pass where they agree", () => {
    expect(problems({ here: backups(), there: there() })).toEqual([]);
  });

  it("fail on another bucket, and on the role of another stack", () => {
    expect(problems({ here: backups({ bucket: "somewhere" }), there: there() })).toEqual([
      "stacks.here.bucket.replica.account.bucket: must be that of stack 'there', 'there-222233334444-eu-west-1', got 'somewhere'",
    ]);
    expect(problems({ backups: backups(), there: there() })).toEqual([
      "stacks.there.source.roleArn: must be that of stack 'backups', 'arn:aws:iam::111122223333:role/backups-replication', got 'arn:aws:iam::111122223333:role/here-replication'",
    ]);
  });
});
