import { snapshotSharingSchema } from "../../../presets/snapshot-sharing";

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const COPIER = "arn:aws:iam::111122223333:role/copier";
const source = (values: object = {}, rest: object = {}) => ({
  side: "source",
  source: { accounts: ["444455556666"], ...values },
  ...rest,
});
const target = (values: object = {}, rest: object = {}) => ({
  side: "target",
  target: { keyArns: [KEY_ARN], ...values },
  ...rest,
});

/** Problems of a configuration: path and message. */
function problems(config: object): string[] {
  const { error } = snapshotSharingSchema.safeParse({
    preset: "snapshot-sharing",
    region: "eu-central-1",
    ...config,
  });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("snapshot-sharing configuration", () => {
  it.each([
    ["a source", source()],
    ["a source for other regions of the account alone", source({ accounts: [], copiers: [COPIER] })],
    ["a target", target()],
    ["a target of one service", target({}, { services: ["rds"] })],
  ])("takes %s", (_, config) => expect(problems(config)).toEqual([]));

  it.each<[object, RegExp]>([
    [{ source: { accounts: ["444455556666"] } }, /^side: /],
    [{ side: "source" }, /^source: is missing: side 'source' needs it/],
    [{ side: "target" }, /^target: is missing: side 'target' needs it/],
    [source({}, { target: { keyArns: [KEY_ARN] } }), /^target: must not stand in a stack of side 'source'/],
    [target({}, { source: { accounts: ["444455556666"] } }), /^source: must not stand .* side 'target'/],
    [source({ accounts: [] }), /^source: must name an account or a copier, got neither/],
    [{ side: "source", source: {} }, /^source: must name an account or a copier, got neither/],
    [
      source({ accounts: ["44445555666"] }),
      /^source\.accounts\.0: must be the twelve digits .*'44445555666'/,
    ],
    [
      source({ accounts: ["444455556666", "444455556666"] }),
      /^source\.accounts\.1: must name each account once/,
    ],
    [
      source({ accounts: ["111122223333"], copiers: [COPIER] }),
      /^source\.accounts\.0: must be another account than the stack's own, got '111122223333'/,
    ],
    [
      source({ accounts: ["999900001111"] }, { accountId: "999900001111" }),
      /^source\.accounts\.0: must be another account than the stack's own, got '999900001111'/,
    ],
    [
      source({ copiers: [COPIER] }, { accountId: "999900001111" }),
      /^source\.copiers\.0: must be of the stack's own account 999900001111/,
    ],
    [
      source({ copiers: [COPIER] }, { accountId: 111122223333 }),
      /^accountId: must be twelve digits in quotes/,
    ],
    [
      source({ accounts: ["111122223333"] }, { key: { users: [COPIER] } }),
      /^source\.accounts\.0: must be another account than the stack's own/,
    ],
    [
      source({ copiers: [COPIER, "arn:aws:iam::777788889999:role/copier"] }),
      /^source\.copiers\.1: must be of the stack's own account 111122223333, got 'arn:aws:iam::777788889999/,
    ],
    [
      source({ copiers: ["arn:aws:iam::111122223333:root"] }),
      /^source\.copiers\.0: must be the ARN of an IAM role/,
    ],
    [
      source({ copiers: ["arn:aws:iam::111122223333:role/*"] }),
      /^source\.copiers\.0: must be the ARN of an IAM role/,
    ],
    [source({ copiers: [COPIER, COPIER] }), /^source\.copiers\.1: must name each copier once/],
    [source({ regions: ["eu-central-1"] }), /^source\.regions\.0: must be another region than the stack's/],
    [source({ regions: ["eu-west-1", "eu-west-1"] }), /^source\.regions\.1: must name each region once/],
    [source({}, { services: [] }), /^services: /],
    [source({}, { services: ["efs"] }), /^services\.0: /],
    [source({}, { services: ["ec2", "ec2"] }), /^services\.1: must name each service once/],
    [target({ keyArns: [] }), /^target\.keyArns: /],
    [target({ keyArns: [KEY_ARN, KEY_ARN] }), /^target\.keyArns\.1: must name each key once/],
    [target({ keyArns: ["alias/snapshots"] }), /^target\.keyArns\.0: must be the ARN of a KMS key/],
    [
      source({}, { key: { rootStatement: "full" } }),
      /^key\.rootStatement: 'full' needs a rootStatementReason/,
    ],
  ])("fails on %j", (config, message) => {
    expect(problems(config)).toEqual([expect.stringMatching(message)]);
  });

  it.each([null, 5, "source", []])(
    "says what is wrong, and does not fall over, when a section is %j",
    (junk) => {
      for (const name of ["source", "target", "key", "services"])
        expect(problems({ side: "source", [name]: junk })).not.toEqual([]);
    },
  );
});
