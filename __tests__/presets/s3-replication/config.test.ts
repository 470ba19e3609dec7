import { s3ReplicationSchema } from "../../../presets/s3-replication";

const BASE = { preset: "s3-replication", region: "eu-central-1", destination: { region: "eu-west-1" } };
const KEY = "arn:aws:kms:eu-west-1:222233334444:key/00000000-0000-4000-8000-000000000001";
const ACCOUNT = { id: "222233334444", bucket: "example-replicas", keyArn: KEY };
const LOCK = { mode: "GOVERNANCE", retentionInDays: 30 };

/** Problems of a configuration: path and message. */
function problems(config: object): string[] {
  const issues = s3ReplicationSchema.safeParse({ ...BASE, ...config }).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const elsewhere = (account: object, more: object = {}) => ({
  accountId: "111122223333",
  destination: { region: "eu-west-1", account: { ...ACCOUNT, ...account } },
  ...more,
});

describe("s3-replication configuration", () => {
  it("needs the regions and nothing else", () => {
    expect(s3ReplicationSchema.parse(BASE)).toMatchObject({
      key: { alias: "alias/s3-replication" },
      bucket: { retentions: [], preventDestroy: true },
      destination: { preventDestroy: true },
      replication: { prefixes: [], deleteMarkers: false, replicationTime: false },
    });
  });

  it.each([
    ["a second bucket in this account", {}],
    ["another account", elsewhere({})],
    [
      "another account in the same region",
      {
        ...elsewhere({ keyArn: KEY.replace("eu-west-1", "eu-central-1") }),
        destination: {
          region: "eu-central-1",
          account: { ...ACCOUNT, keyArn: KEY.replace("eu-west-1", "eu-central-1") },
        },
      },
    ],
    ["object lock on both sides", elsewhere({ objectLock: true }, { bucket: { objectLock: LOCK } })],
  ])("takes %s", (_, config) => {
    expect(problems(config)).toEqual([]);
  });

  it.each([
    [
      { destination: { region: "eu-central-1" } },
      "destination.region: must be another region than the stack's own, got 'eu-central-1'; only another account's bucket can be in the same",
    ],
    [
      { bucket: { name: "a-bucket" }, destination: { region: "eu-west-1", name: "a-bucket" } },
      "destination.name: must not be the first bucket's, got 'a-bucket'",
    ],
    [
      elsewhere({ id: "111122223333", keyArn: KEY.replace("222233334444", "111122223333") }),
      "destination.account.id: must be another account than the stack's own, got '111122223333'; leave it out for one account",
    ],
    [
      { destination: { region: "eu-west-1", account: ACCOUNT } },
      "accountId: must be given beside destination.account, which is another account: got none",
    ],
    [
      elsewhere({ keyArn: KEY.replace("eu-west-1", "eu-north-1") }),
      `destination.account.keyArn: must be a key of eu-west-1, got '${KEY.replace("eu-west-1", "eu-north-1")}'`,
    ],
    [
      elsewhere({ keyArn: KEY.replace("222233334444", "333344445555") }),
      `destination.account.keyArn: must be a key of account 222233334444, got '${KEY.replace("222233334444", "333344445555")}'`,
    ],
    [
      elsewhere({ keyArn: "arn:aws:kms:eu-west-1:222233334444:alias/replicas" }),
      "destination.account.keyArn: must be the ARN of a KMS key, got 'arn:aws:kms:eu-west-1:222233334444:alias/replicas'",
    ],
    [
      elsewhere({ id: 222233334444 }),
      "destination.account.id: must be twelve digits in quotes, got 222233334444",
    ],
    [
      elsewhere({ id: "2222-3333-4444" }),
      "destination.account.id: must be twelve digits in quotes, got '2222-3333-4444'",
    ],
    [
      elsewhere({}, { bucket: { objectLock: LOCK } }),
      "destination.account.objectLock: must be true, as bucket.objectLock is given: S3 copies nothing otherwise; got false",
    ],
    [
      elsewhere({}, { bucket: { name: "example-replicas" } }),
      "destination.account.bucket: must not be the stack's own bucket, got 'example-replicas'",
    ],
    [
      {
        ...elsewhere({}),
        destination: { region: "eu-west-1", name: "example-copies", account: ACCOUNT },
      },
      "destination.name: must be left out beside destination.account, whose owner names the bucket",
    ],
    [
      { replication: { prefixes: ["logs/", "logs/a/"] } },
      "replication.prefixes: must not overlap, got 'logs/' and 'logs/a/'",
    ],
    [
      { replication: { replicationTime: true, metrics: false } },
      "replication.metrics: must not be false where replicationTime is true, which is measured",
    ],
    [
      { bucket: { retentions: [{ prefix: "a/" }], objectLock: { ...LOCK, retentionInDays: 91 } } },
      "bucket.objectLock.retentionInDays: object lock of 91 days must not outlast the expiration of 'a/', got 90 days",
    ],
    [
      { key: { rootStatement: "full" } },
      "key.rootStatement: 'full' needs a rootStatementReason beside it, got none",
    ],
  ])("fails on %j", (config, problem) => {
    expect(problems(config)).toEqual([problem]);
  });

  it("finds problems between keys beside others", () => {
    const found = problems({ region: "mars", ...elsewhere({ id: 1, keyArn: KEY.replace("west", "north") }) });
    expect(found.map((problem) => problem.split(":")[0])).toEqual([
      "region",
      "destination.account.id",
      "destination.account.keyArn",
    ]);
  });
});
