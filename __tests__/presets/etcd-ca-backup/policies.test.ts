import { BACKUP_PURPOSE, CONTEXT_KEY } from "../../../modules/backup-contract";
import type { Statement } from "../../../modules/iam/policies/policy-document";
import { CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION } from "../../../modules/kms/actions";
import {
  administratorStatements,
  keyPolicy,
  restorerStatements,
  writerStatements,
} from "../../../presets/etcd-ca-backup/policies";
import { ENVIRONMENT } from "../../helpers/processes/environment";

const ROLE = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/current";
const PREVIOUS = "arn:aws:kms:eu-central-1:111122223333:key/previous";
const BUCKET = "arn:aws:s3:::backups";
const PLACE = {
  env: ENVIRONMENT,
  alias: "alias/etcd-ca-backup",
  bucketArn: BUCKET,
  prefixes: ["step-ca/", "etcd-default/"],
};
const AUDIENCES = {
  administrators: [ROLE("administrator")],
  writers: [ROLE("writer")],
  restorers: [ROLE("restorer")],
  testers: [],
  rekeyers: [],
};

/** What sealstack's messages are bound to. */
const CONTEXT = {
  StringEquals: { [`kms:EncryptionContext:${CONTEXT_KEY.purpose}`]: BACKUP_PURPOSE },
  StringLike: { [`kms:EncryptionContext:${CONTEXT_KEY.backup}`]: ["step-ca/*", "etcd-default/*"] },
};
const THROUGH_BUCKET = {
  StringEquals: {
    "kms:ViaService": "s3.eu-central-1.amazonaws.com",
    "kms:EncryptionContext:aws:s3:arn": BUCKET,
  },
};
const OBJECTS = [`${BUCKET}/step-ca/*`, `${BUCKET}/etcd-default/*`];
const LISTED = { StringLike: { "s3:prefix": ["step-ca/*", "etcd-default/*"] } };

function find(statements: readonly Statement[], sid: string): Statement {
  const found = statements.find((statement) => statement.sid === sid);
  if (found === undefined) throw new Error(`no statement '${sid}'`);
  return found;
}

const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ actions = [] }) => actions);

describe("key policy", () => {
  const policy = keyPolicy(PLACE, AUDIENCES, { fullRoot: false });

  it("has separate statements for root, administrator, writer and restorer", () => {
    expect(policy.map(({ sid }) => sid)).toEqual([
      "Root",
      "Administrator",
      "WriterEnvelope",
      "WriterBucket",
      "RestorerEnvelope",
      "RestorerBucket",
      "RestorerDescribe",
    ]);
  });

  it("lets the writer's own policy decide about data keys in sealstack's context, where KMS knows the alias", () => {
    expect(find(policy, "WriterEnvelope")).toEqual({
      sid: "WriterEnvelope",
      principals: { aws: ["arn:aws:iam::111122223333:root"] },
      actions: ["kms:GenerateDataKey"],
      resources: ["*"],
      conditions: { ...CONTEXT, ArnEquals: { "aws:PrincipalArn": [ROLE("writer")] } },
    });
  });

  it("has no condition that KMS does not know in key policies", () => {
    expect(JSON.stringify(policy)).not.toContain("kms:ResourceAliases");
  });

  it("lets the writer use the bucket's key through S3 only", () => {
    expect(find(policy, "WriterBucket")).toEqual({
      sid: "WriterBucket",
      principals: { aws: [ROLE("writer")] },
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      resources: ["*"],
      conditions: THROUGH_BUCKET,
    });
  });

  it("lets the restorer decrypt backups, and what S3 asks for", () => {
    const restorer = { principals: { aws: [ROLE("restorer")] }, resources: ["*"] };
    expect(find(policy, "RestorerEnvelope")).toEqual({
      sid: "RestorerEnvelope",
      ...restorer,
      actions: ["kms:Decrypt"],
      conditions: CONTEXT,
    });
    expect(find(policy, "RestorerBucket")).toEqual({
      sid: "RestorerBucket",
      ...restorer,
      actions: ["kms:Decrypt"],
      conditions: THROUGH_BUCKET,
    });
    expect(find(policy, "RestorerDescribe")).toEqual({
      sid: "RestorerDescribe",
      ...restorer,
      actions: ["kms:DescribeKey"],
    });
  });

  it("gives root no use of the key, unless it is full", () => {
    const root = find(policy, "Root").actions ?? [];
    for (const action of [...CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION, "kms:*"])
      expect(root).not.toContain(action);
    expect(
      find(keyPolicy(PLACE, AUDIENCES, { fullRoot: true, reason: "break-glass" }), "Root").actions,
    ).toEqual(["kms:*"]);
  });
});

describe("writer", () => {
  const statements = writerStatements(PLACE, KEY);

  it("gets data keys in sealstack's context while the key carries the alias", () => {
    expect(find(statements, "WriterEnvelope")).toEqual({
      sid: "WriterEnvelope",
      actions: ["kms:GenerateDataKey"],
      resources: ["arn:aws:kms:eu-central-1:111122223333:key/*"],
      conditions: {
        ...CONTEXT,
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/etcd-ca-backup"] },
      },
    });
  });

  it("uses the bucket's key under the conditions of the key policy", () => {
    expect(find(statements, "WriterBucket")).toEqual({
      sid: "WriterBucket",
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      resources: [KEY],
      conditions: THROUGH_BUCKET,
    });
  });

  it("adds objects below the prefixes and lists them, nothing else", () => {
    expect(find(statements, "AddBackups")).toEqual({
      sid: "AddBackups",
      actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
      resources: OBJECTS,
    });
    expect(find(statements, "ListBackups")).toEqual({
      sid: "ListBackups",
      actions: ["s3:ListBucket"],
      resources: [BUCKET],
      conditions: LISTED,
    });
    expect(actionsOf(statements).filter((action) => action.startsWith("s3:"))).toHaveLength(3);
  });
});

describe("restorer", () => {
  const statements = restorerStatements(PLACE, [KEY, PREVIOUS]);

  it("opens backups of current and previous keys", () => {
    expect(find(statements, "RestorerEnvelope")).toEqual({
      sid: "RestorerEnvelope",
      actions: ["kms:Decrypt"],
      resources: [KEY, PREVIOUS],
      conditions: CONTEXT,
    });
    expect(find(statements, "RestorerDescribe").resources).toEqual([KEY, PREVIOUS]);
  });

  it("is never bound to the alias, which may move", () => {
    expect(JSON.stringify(statements)).not.toMatch(/alias/i);
  });

  it("reads and lists, and changes nothing", () => {
    expect(find(statements, "ReadBackups")).toEqual({
      sid: "ReadBackups",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: OBJECTS,
    });
    expect(find(statements, "ListBackups")).toEqual({
      sid: "ListBackups",
      actions: ["s3:ListBucket", "s3:ListBucketVersions"],
      resources: [BUCKET],
      conditions: LISTED,
    });
    expect(actionsOf(statements).join()).not.toMatch(/Put|Delete|Abort|GenerateDataKey|Encrypt,/);
  });
});

describe("administrator", () => {
  const statements = administratorStatements(PLACE, KEY);

  it("manages this key, this alias and this bucket", () => {
    expect(statements.map(({ sid, resources }) => [sid, resources])).toEqual([
      ["ManageKey", [KEY]],
      ["ManageAlias", ["arn:aws:kms:eu-central-1:111122223333:alias/etcd-ca-backup"]],
      ["ManageBucket", [BUCKET]],
      ["AbortUploads", [`${BUCKET}/step-ca/*`, `${BUCKET}/etcd-default/*`]],
    ]);
  });

  it("neither uses the key nor touches an object", () => {
    const actions = actionsOf(statements);
    for (const action of [...CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION]) expect(actions).not.toContain(action);
    expect(actions.join()).not.toMatch(/Object(,|Version|Tagging|$)|DeleteBucket|Replication|\*/);
  });
});
