import type { AwsEnvironment } from "../../../modules/iam";
import { keyPolicy, openStatements } from "../../../presets/snapshot-sharing/key-policy";
import { copyStatements, shareStatements } from "../../../presets/snapshot-sharing/policies";

const ENV: AwsEnvironment = {
  partition: "aws",
  accountId: "111122223333",
  region: "eu-central-1",
  dnsSuffix: "amazonaws.com",
};
const BOTH = ["ec2", "rds"] as const;
const NOBODY = {
  administrators: ["arn:aws:iam::111122223333:role/a"],
  users: ["arn:aws:iam::111122223333:role/u"],
};

const named = <T extends { readonly sid: string }>(statements: readonly T[], sid: string) =>
  statements.find((statement) => statement.sid === sid);

describe("policies of snapshot-sharing", () => {
  it("let the copier copy databases' snapshots of each source's account and region, and of its own", () => {
    const from = [
      { region: "eu-west-1", accountId: "777788889999" },
      { region: "eu-central-1", accountId: "111122223333" },
    ];
    expect(named(copyStatements(ENV, BOTH, from), "CopyDatabaseSnapshots")?.resources).toEqual([
      "arn:aws:rds:eu-central-1:111122223333:cluster-snapshot:*",
      "arn:aws:rds:eu-central-1:111122223333:snapshot:*",
      "arn:aws:rds:eu-west-1:777788889999:cluster-snapshot:*",
      "arn:aws:rds:eu-west-1:777788889999:snapshot:*",
    ]);
  });

  it("name each region of EC2 once", () => {
    const from = ["eu-west-1", "eu-west-1"].map((region, index) => ({
      region,
      accountId: `77778888999${index}`,
    }));
    expect(named(copyStatements(ENV, ["ec2"], from), "CopySnapshots")?.resources).toHaveLength(4);
  });

  it("share nothing where there is no account to share with", () => {
    expect(shareStatements(ENV, BOTH, [])).toEqual([]);
  });

  it("let the sharer see keys of its own account and region only", () => {
    const statements = shareStatements(ENV, ["ec2"], ["777788889999"]);
    expect(named(statements, "LookAtKeys")?.resources).toEqual([
      "arn:aws:kms:eu-central-1:111122223333:key/*",
    ]);
  });

  it("ask for the services of every region to which copies go", () => {
    const via = { services: BOTH, regions: ["eu-central-1", "eu-west-1"] };
    const [open] = openStatements(via, ["arn:aws:kms:eu-central-1:777788889999:key/1"]);
    expect(open?.conditions).toEqual({
      StringEquals: {
        "kms:ViaService": [
          "ec2.eu-central-1.amazonaws.com",
          "ec2.eu-west-1.amazonaws.com",
          "rds.eu-central-1.amazonaws.com",
          "rds.eu-west-1.amazonaws.com",
        ],
      },
    });
  });

  it("give other accounts what AWS documents for copies, and no data keys", () => {
    const audiences = { ...NOBODY, accounts: ["777788889999"], copiers: [] };
    const statements = keyPolicy(ENV, BOTH, [], audiences, { fullRoot: false });
    const theirs = statements.filter(({ sid }) => sid.startsWith("CopyToAccounts"));
    expect(theirs.flatMap(({ actions = [] }) => actions).sort()).toEqual([
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]);
    expect(new Set(theirs.map(({ principals }) => JSON.stringify(principals)))).toEqual(
      new Set(['{"aws":["arn:aws:iam::777788889999:root"]}']),
    );
  });
});
