import { keyAuditSchema } from "../../../presets/key-audit";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const KEYS = Array.from({ length: 9 }, (_, index) => KEY.replace(/b$/, String(index)));

/** Problems of a configuration: path and message. */
function problems(config: object): string[] {
  const given = { preset: "key-audit", region: "eu-central-1", keys: [KEY], ...config };
  return (keyAuditSchema.safeParse(given).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );
}

describe("key-audit configuration", () => {
  it.each([
    {},
    { keys: [KEY.replace("key/1234abcd", "key/mrk-1234abcd")] },
    { keys: KEYS.slice(0, 5) },
    { identities: ["arn:aws:iam::111122223333:role/path/app"], buckets: ["arn:aws:s3:::example"] },
    { region: "cn-north-1", keys: [KEY.replace("aws:kms:eu-central-1", "aws-cn:kms:cn-north-1")] },
  ])("takes %j", (config) => {
    expect(problems(config)).toEqual([]);
  });

  it.each([
    [{ keys: [] }, "keys: must name a key by its ARN, got none"],
    [
      { keys: [KEY.replace("central-1", "west-1")] },
      "keys.0: must be of the stack's region 'eu-central-1', got 'eu-west-1': an audit in each region sees its own",
    ],
    [
      { keys: [KEY, KEY.replace("111122223333", "444455556666")] },
      "keys.1: must be of the account of the first key, '111122223333', got '444455556666': each account audits its own",
    ],
    [
      { keys: ["alias/application"] },
      "keys.0: must be the ARN of a key and not an alias, which may be moved to another key, got 'alias/application'; name aliases in 'aliases'",
    ],
    [
      { keys: [KEY.replace(/key.*/, "alias/application")] },
      "keys.0: must be the ARN of a key and not an alias, which may be moved to another key, got 'arn:aws:kms:eu-central-1:111122223333:alias/application'; name aliases in 'aliases'",
    ],
    [{ keys: [KEY.slice(-36)] }, `keys.0: must be the ARN of a KMS key, got '${KEY.slice(-36)}'`],
    [
      { keys: [KEY.replace(/key.*/, "key/*")] },
      "keys.0: must be the ARN of a KMS key, got 'arn:aws:kms:eu-central-1:111122223333:key/*'",
    ],
    [{ keys: [KEY, KEY] }, `keys.1: must be given once, got '${KEY}' again`],
    [{ aliases: ["application"] }, "aliases.0: alias must start with 'alias/', got 'application'"],
    [{ aliases: ["alias/a", "alias/a"] }, "aliases.1: must be given once, got 'alias/a' again"],
    [
      { buckets: ["example"] },
      "buckets.0: must be the ARN of a bucket such as 'arn:aws:s3:::example', got 'example'",
    ],
    [
      { buckets: ["arn:aws:s3:::example/key"] },
      "buckets.0: must be the ARN of a bucket such as 'arn:aws:s3:::example', got 'arn:aws:s3:::example/key'",
    ],
    [
      { identities: ["arn:aws:iam::111122223333:root"] },
      "identities.0: must be the ARN of an IAM role or user, got 'arn:aws:iam::111122223333:root'",
    ],
    [
      { identities: ["arn:aws:iam::444455556666:role/app"] },
      "identities.0: must be of the account of the keys, '111122223333', got '444455556666'",
    ],
    [
      { identities: ["arn:aws:iam::111122223333:role/app"], trail: { enabled: false } },
      "identities: need the trail, got trail.enabled: false",
    ],
    [{ trail: { logRetentionInDays: 8 } }, "trail.logRetentionInDays: must be one of "],
    [{ keys: KEYS }, "keys: the event pattern of "],
    [{ trail: false }, "trail: "],
  ])("fails on %j", (config, message) => {
    expect(problems(config)).toEqual([expect.stringContaining(message)]);
  });
});
