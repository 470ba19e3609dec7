import {
  additionStatements,
  keeperStatements,
  lockLimit,
  rekeyerStatements,
  testerStatements,
} from "../../../presets/etcd-ca-backup/caretakers";
import { etcdCaBackupSchema } from "../../../presets/etcd-ca-backup/config";
import { NO_REPLICAS } from "../../../presets/etcd-ca-backup/place";
import { ENVIRONMENT } from "../../helpers/processes/environment";

const BUCKET = "arn:aws:s3:::backups";
const KEYS = ["arn:aws:kms:eu-central-1:111122223333:key/current"] as const;
const PLACE = {
  env: ENVIRONMENT,
  alias: "alias/etcd-ca-backup",
  bucketArn: BUCKET,
  prefixes: ["step-ca/", "etcd-default/"],
};
const bucketOf = (bucket: object) =>
  etcdCaBackupSchema.parse({ preset: "etcd-ca-backup", region: "eu-central-1", bucket }).bucket;
const locking = (mode: string) => ({ objectLock: { mode, retentionInDays: 30 } });

describe("the longest lock that a keeper may set", () => {
  it.each([
    ["by default", {}, 90 + 30],
    ["of the prefix that is kept longest", [{ expirationInDays: 400 }, { expirationInDays: 40 }], 430],
    [
      "with what expired counted",
      [{ expirationInDays: 100, noncurrentExpirationInDays: 10 }, { noncurrentExpirationInDays: 900 }],
      990,
    ],
  ])("is as long as a backup is kept, %s", (_, given, days) => {
    const prefixes = Array.isArray(given)
      ? given.map((one, index) => ({ prefix: `p${index}/`, ...one }))
      : undefined;
    expect(lockLimit(bucketOf({ ...locking("GOVERNANCE"), prefixes }))).toEqual({ mode: "GOVERNANCE", days });
  });

  it("is none without object lock, and then the keeper has nothing to do with locks", () => {
    expect(lockLimit(bucketOf({}))).toBeUndefined();
    expect(JSON.stringify(keeperStatements(PLACE, undefined))).not.toMatch(/LegalHold|Retention"/);
  });

  it.each([
    ["COMPLIANCE", undefined],
    ["GOVERNANCE", { "s3:object-lock-mode": "GOVERNANCE" }],
  ] as const)("in mode %s names the mode where another would be stricter", (mode, expected) => {
    const extend = keeperStatements(PLACE, { mode, days: 120 }).find(({ sid }) => sid === "ExtendLocks");
    expect(extend?.conditions?.NumericLessThanEquals).toEqual({
      "s3:object-lock-remaining-retention-days": 120,
    });
    expect(extend?.conditions?.StringEquals).toEqual(expected);
  });
});

it("no caretaker deletes a version, ends a lock or reads what it need not", () => {
  const all = {
    keeper: keeperStatements(PLACE, { mode: "GOVERNANCE", days: 1 }),
    tester: testerStatements(PLACE, KEYS, NO_REPLICAS),
    rekeyer: rekeyerStatements(PLACE, KEYS),
  };
  for (const statements of Object.values(all)) {
    const actions = statements.flatMap(({ actions = [] }) => actions);
    expect(actions.join()).not.toMatch(/DeleteObjectVersion|Bypass|\*|PutBucket|PutLifecycle/);
  }
  const keeper = all.keeper.flatMap(({ actions = [] }) => actions);
  expect(
    keeper.filter((action) => /^kms:|GetObject(,|$)|GetObjectVersion|s3:PutObject$/.test(action)),
  ).toEqual([]);
});

describe("what the bucket policy says of additions", () => {
  const none = { writers: ["arn:aws:iam::111122223333:role/w"], testers: [], rekeyers: [] };

  it("reserves records for roles that are not there for nobody", () => {
    const refused = additionStatements(BUCKET, none).filter(({ sid }) => /Others(Evidence|Keys)/.test(sid));
    expect(refused.map(({ conditions }) => conditions)).toEqual([undefined, undefined]);
  });
});
