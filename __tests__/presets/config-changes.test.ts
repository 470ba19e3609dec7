import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { addStack, type PresetConfig, type PresetName } from "../../presets";
import { applicationKeySchema } from "../../presets/application-key/config";
import { etcdCaBackupSchema } from "../../presets/etcd-ca-backup/config";
import { importedKeySchema } from "../../presets/imported-key/config";
import { keyAuditSchema } from "../../presets/key-audit/config";
import { kubernetesKmsSchema } from "../../presets/kubernetes-kms/config";
import { multiRegionVaultSchema } from "../../presets/multi-region-vault/config";
import { publicEncryptionSchema } from "../../presets/public-encryption/config";
import { s3ReplicationSchema } from "../../presets/s3-replication/config";
import { s3ReplicationDestinationSchema } from "../../presets/s3-replication-destination/config";
import { signingSchema } from "../../presets/signing/config";
import { snapshotSharingSchema } from "../../presets/snapshot-sharing/config";
import { stateKeySchema } from "../../presets/state-key/config";
import { type Loss, losses, type StackJson } from "../../tools/replacements/compare";
import { synthStack, withApp } from "../helpers/synth";

/** Another value for every key of a configuration, by its path, beside what it would lose. */
type Changes = Readonly<Record<string, { readonly to: unknown; readonly loses?: readonly string[] }>>;

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const trust = { to: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/somebody"] }] };
const EVERYTHING_REGIONAL = [
  "aws_cloudtrail.audit_trail",
  "aws_cloudwatch_log_group.audit_trail_logs",
  "aws_kms_key.audit_key",
  "aws_kms_key.key",
  "aws_s3_bucket.backups",
  "aws_s3_bucket.trail_bucket",
  "aws_sns_topic.alert_topic",
  "aws_sns_topic_subscription.alert_topic_subscription_email_a_example_com",
];

const KEY: Changes = {
  "key.alias": { to: "alias/other" },
  "key.rotationPeriodInDays": { to: 90 },
  "key.deletionWindowInDays": { to: 7 },
  "key.rootStatement": { to: "full" },
  "key.rootStatementReason": { to: "another reason" },
  "key.previousKeyArns": { to: [KEY_ARN] },
  "key.preventDestroy": { to: false },
};

const roles = (...names: string[]): Changes => ({
  "roles.path": { to: "/platform/", loses: names.map((name) => `aws_iam_role.${name}`).sort() },
  "roles.permissionsBoundary": { to: "arn:aws:iam::111122223333:policy/bound" },
});

const PERIMETER: Changes = {
  "perimeter.organizationIds": { to: ["o-a1b2c3d4e5"] },
  "perimeter.vpcEndpointIds": { to: ["vpce-0123456789abcdef0"] },
  "perimeter.vpcIds": { to: ["vpc-0123456789abcdef0"] },
};

function without(changes: Changes, ...names: readonly string[]): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !names.includes(name)));
}

/** Every preset has a row. */
const PRESETS: Readonly<
  Record<PresetName, { readonly schema: z.ZodObject; readonly base: object; readonly changes: Changes }>
> = {
  "application-key": {
    schema: applicationKeySchema,
    base: { key: { rootStatementReason: "a reason" } },
    changes: {
      region: { to: "eu-west-1", loses: ["aws_kms_key.key", "aws_s3_bucket.data"] },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns"),
      "key.description": { to: "something else" },
      "bucket.name": { to: "another-name", loses: ["aws_s3_bucket.data"] },
      "bucket.preventDestroy": { to: false },
      "bucket.noncurrentExpirationInDays": { to: 90 },
      "user.accessKey": { to: true },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("administrator"),
      ...PERIMETER,
    },
  },
  "imported-key": {
    schema: importedKeySchema,
    base: { key: { versions: ["a", "b"], current: "b", rootStatementReason: "a reason" } },
    changes: {
      region: { to: "eu-west-1", loses: ["aws_kms_external_key.key_a", "aws_kms_external_key.key_b"] },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns", "key.rotationPeriodInDays"),
      "key.versions": { to: ["a", "b", "c"] },
      "key.current": { to: "a" },
      "user.trust": trust,
      "user.maxSessionDuration": { to: 7200 },
      "importer.trust": trust,
      "importer.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("user", "importer", "administrator"),
      ...PERIMETER,
    },
  },
  "multi-region-vault": {
    schema: multiRegionVaultSchema,
    base: {
      replicaRegions: ["eu-west-1"],
      table: { sortKey: "kind" },
    },
    changes: {
      region: {
        to: "eu-north-1",
        loses: [
          "aws_dynamodb_table.items",
          "aws_iam_role.reader",
          "aws_iam_role.replication_role",
          "aws_iam_role.writer",
          "aws_kms_key.key",
          "aws_kms_replica_key.key_second",
          "aws_s3_bucket.files",
        ],
      },
      replicaRegions: {
        to: ["eu-north-1"],
        loses: [
          "aws_iam_role.reader_second",
          "aws_iam_role.replication_second_role",
          "aws_iam_role.writer_second",
          "aws_kms_replica_key.key_second",
          "aws_s3_bucket.files_second",
        ],
      },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns", "key.rootStatement", "key.rootStatementReason"),
      "table.name": { to: "another", loses: ["aws_dynamodb_table.items"] },
      "table.partitionKey": { to: "customer", loses: ["aws_dynamodb_table.items"] },
      "table.sortKey": { to: "other", loses: ["aws_dynamodb_table.items"] },
      "table.recoveryPeriodInDays": { to: 7 },
      "table.deletionProtection": { to: false },
      "table.preventDestroy": { to: false },
      "bucket.names": {
        to: { "eu-central-1": "another-name" },
        loses: ["aws_s3_bucket.files"],
      },
      "bucket.preventDestroy": { to: false },
      "bucket.noncurrentExpirationInDays": { to: 90 },
      "writer.trust": trust,
      "writer.maxSessionDuration": { to: 7200 },
      "reader.trust": trust,
      "reader.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles(
        "administrator",
        ...["", "_second"].flatMap((place) => [
          `reader${place}`,
          `replication${place}_role`,
          `writer${place}`,
        ]),
      ),
      ...PERIMETER,
    },
  },
  "public-encryption": {
    schema: publicEncryptionSchema,
    base: { key: { rootStatementReason: "a reason" } },
    changes: {
      region: { to: "eu-west-1", loses: ["aws_kms_key.key"] },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns", "key.rotationPeriodInDays"),
      "key.spec": { to: "RSA_4096", loses: ["aws_kms_key.key"] },
      "key.encryptionAlgorithms": { to: ["RSAES_OAEP_SHA_1"] },
      "opener.trust": trust,
      "opener.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("opener", "administrator"),
      ...PERIMETER,
    },
  },
  signing: {
    schema: signingSchema,
    base: { key: { rootStatementReason: "a reason" }, mac: { rootStatementReason: "a reason" } },
    changes: {
      region: { to: "eu-west-1", loses: ["aws_kms_key.key", "aws_kms_key.mac"] },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns", "key.rotationPeriodInDays"),
      "key.spec": { to: "RSA_3072", loses: ["aws_kms_key.key"] },
      "mac.alias": { to: "alias/other-mac" },
      "mac.spec": { to: "HMAC_512", loses: ["aws_kms_key.mac"] },
      "mac.deletionWindowInDays": { to: 7 },
      "mac.rootStatement": { to: "full" },
      "mac.rootStatementReason": { to: "another reason" },
      "mac.preventDestroy": { to: false },
      "signer.trust": trust,
      "signer.maxSessionDuration": { to: 7200 },
      "verifier.trust": trust,
      "verifier.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("signer", "verifier", "administrator"),
      ...PERIMETER,
    },
  },
  "state-key": {
    schema: stateKeySchema,
    base: { key: { rootStatementReason: "a reason" } },
    changes: {
      region: { to: "eu-north-1", loses: ["aws_kms_key.key", "aws_s3_bucket.states"] },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns"),
      "key.multiRegion": { to: true, loses: ["aws_kms_key.key"] },
      "key.replicaRegions": { to: [] },
      "key.allowAwsKmsProvider": { to: true },
      "bucket.name": { to: "another-name", loses: ["aws_s3_bucket.states"] },
      "bucket.noncurrentVersionsKept": { to: 5 },
      "bucket.noncurrentExpirationInDays": { to: 365 },
      "bucket.preventDestroy": { to: false },
      prefixes: { to: ["network/"] },
      "deployer.trust": trust,
      "deployer.maxSessionDuration": { to: 7200 },
      "reader.trust": trust,
      "reader.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("deployer", "reader", "administrator"),
      ...PERIMETER,
    },
  },
  "snapshot-sharing": {
    schema: snapshotSharingSchema,
    base: {
      side: "source",
      key: { rootStatementReason: "a reason" },
      source: { accounts: ["777788889999"] },
    },
    changes: {
      region: { to: "eu-west-1", loses: ["aws_kms_key.key"] },
      accountId: { to: "111122223333" },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns"),
      "key.users": { to: ["arn:aws:iam::111122223333:role/somebody"] },
      // The other side needs another section: see "the other side".
      side: { to: "source" },
      services: { to: ["ec2"] },
      "source.accounts": { to: ["888899990000"] },
      "source.copiers": { to: ["arn:aws:iam::111122223333:role/copier"] },
      "source.regions": { to: ["eu-west-1"] },
      "source.sharer.trust": trust,
      "source.sharer.maxSessionDuration": { to: 7200 },
      target: { to: undefined },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("sharer", "administrator"),
      ...PERIMETER,
    },
  },
  "etcd-ca-backup": {
    schema: etcdCaBackupSchema,
    base: {
      key: { rootStatementReason: "a reason" },
      audit: { emails: ["a@example.com"], trail: {} },
      keeper: {},
      tester: {},
      rekeyer: {},
    },
    changes: {
      region: { to: "eu-west-1", loses: EVERYTHING_REGIONAL },
      accountId: { to: "111122223333" },
      tags: { to: { team: "platform" } },
      ...KEY,
      "bucket.name": { to: "another-name", loses: ["aws_s3_bucket.backups"] },
      "bucket.prefixes": { to: [{ prefix: "other/", expirationInDays: 400 }] },
      "bucket.objectLock": { to: { mode: "COMPLIANCE", retentionInDays: 30 } },
      "bucket.preventDestroy": { to: false },
      "key.multiRegion": { to: true, loses: ["aws_kms_key.key"] },
      // Both need a key that is multi-Region already: see "a second region".
      "key.replicaRegions": { to: [] },
      "bucket.replica": { to: undefined },
      "writer.trust": trust,
      "writer.user": { to: { accessKey: true } },
      "restorer.trust": trust,
      "restorer.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...Object.fromEntries(
        ["keeper", "tester", "rekeyer"].flatMap((name) => [
          [`${name}.trust`, trust],
          [`${name}.maxSessionDuration`, { to: 7200 }],
        ]),
      ),
      ...roles(
        ...["writer", "restorer", "administrator", "keeper", "tester", "rekeyer"],
        ...["alert_topic_events_role", "audit_trail_logs_role"],
      ),
      ...PERIMETER,
      "audit.emails": { to: ["b@example.com", "a@example.com"] },
      "audit.preventDestroy": { to: false },
      "audit.trail.bucket": { to: "another-trail-bucket", loses: ["aws_s3_bucket.trail_bucket"] },
      "audit.trail.expirationInDays": { to: 100 },
      "audit.trail.logRetentionInDays": { to: 90 },
      "audit.trail.dataEvents": { to: false },
      "audit.trail.failedDecryptThreshold": { to: 3 },
      "audit.trail.readers": { to: ["arn:aws:iam::111122223333:role/auditor"] },
      "audit.trail.preventDestroy": { to: false },
    },
  },
  "s3-replication": {
    schema: s3ReplicationSchema,
    base: {
      key: { rootStatementReason: "a reason" },
      destination: { region: "eu-west-1" },
      batchReplication: {},
    },
    changes: {
      region: {
        to: "eu-north-1",
        loses: ["aws_kms_key.key", "aws_s3_bucket.reports", "aws_s3_bucket.source"],
      },
      accountId: { to: "111122223333" },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns"),
      "bucket.name": { to: "another-name", loses: ["aws_s3_bucket.source"] },
      "bucket.retentions": { to: [{ prefix: "logs/" }] },
      "bucket.objectLock": { to: { mode: "COMPLIANCE", retentionInDays: 30 } },
      "bucket.preventDestroy": { to: false },
      "bucket.noncurrentExpirationInDays": { to: 90 },
      "destination.region": {
        to: "eu-north-1",
        loses: ["aws_kms_key.replica_key", "aws_s3_bucket.replica"],
      },
      "destination.name": { to: "another-name", loses: ["aws_s3_bucket.replica"] },
      "destination.preventDestroy": { to: false },
      // To another account: see "replicas in another account".
      "destination.account": { to: undefined },
      "replication.prefixes": { to: ["logs/"] },
      "replication.deleteMarkers": { to: true },
      "replication.storageClass": { to: "STANDARD_IA" },
      "replication.replicationTime": { to: true },
      "replication.metrics": { to: true },
      "batchReplication.reportsExpireInDays": { to: 30 },
      "writer.trust": trust,
      "writer.maxSessionDuration": { to: 7200 },
      "reader.trust": trust,
      "reader.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("writer", "reader", "administrator", "replication_role", "batch_replication_role"),
      ...PERIMETER,
    },
  },
  "s3-replication-destination": {
    schema: s3ReplicationDestinationSchema,
    base: {
      accountId: "222233334444",
      key: { rootStatementReason: "a reason" },
      source: { accountId: "111122223333", roleArn: "arn:aws:iam::111122223333:role/a-replication" },
    },
    changes: {
      region: { to: "eu-west-1", loses: ["aws_kms_key.key", "aws_s3_bucket.replicas"] },
      accountId: { to: "333344445555" },
      tags: { to: { team: "platform" } },
      ...without(KEY, "key.previousKeyArns"),
      "bucket.name": { to: "another-name", loses: ["aws_s3_bucket.replicas"] },
      "bucket.retentions": { to: [{ prefix: "logs/" }] },
      "bucket.objectLock": { to: { mode: "COMPLIANCE", retentionInDays: 30 } },
      "bucket.preventDestroy": { to: false },
      "bucket.noncurrentExpirationInDays": { to: 90 },
      "source.accountId": { to: "111122223333" },
      "source.roleArn": { to: "arn:aws:iam::111122223333:role/b-replication" },
      "source.readerArns": { to: ["arn:aws:iam::111122223333:role/auditor"] },
      "reader.trust": trust,
      "reader.maxSessionDuration": { to: 7200 },
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("reader", "administrator"),
      ...PERIMETER,
    },
  },
  "key-audit": {
    schema: keyAuditSchema,
    base: { keys: [KEY_ARN], emails: ["a@example.com"], buckets: ["arn:aws:s3:::example"] },
    changes: {
      // Keys of another region: see "another region".
      region: { to: "eu-central-1" },
      tags: { to: { team: "platform" } },
      keys: { to: [KEY_ARN.replace(/1$/, "2"), KEY_ARN] },
      aliases: { to: ["alias/other"] },
      buckets: { to: ["arn:aws:s3:::other"] },
      identities: { to: ["arn:aws:iam::111122223333:role/app"] },
      emails: { to: ["b@example.com", "a@example.com"] },
      preventDestroy: { to: false },
      "trail.enabled": {
        to: false,
        loses: [
          "aws_cloudtrail.audit_trail",
          "aws_cloudwatch_log_group.audit_trail_logs",
          "aws_iam_role.audit_trail_logs_role",
          "aws_s3_bucket.trail_bucket",
        ],
      },
      "trail.bucket": { to: "another-trail-bucket", loses: ["aws_s3_bucket.trail_bucket"] },
      "trail.expirationInDays": { to: 100 },
      "trail.logRetentionInDays": { to: 90 },
      "trail.dataEvents": { to: false },
      "trail.failedDecryptThreshold": { to: 3 },
      "trail.readers": { to: ["arn:aws:iam::111122223333:role/auditor"] },
      "trail.preventDestroy": { to: false },
      ...roles("alert_topic_events_role", "audit_trail_logs_role"),
      ...PERIMETER,
    },
  },
  "kubernetes-kms": {
    schema: kubernetesKmsSchema,
    base: { key: { rootStatementReason: "a reason" } },
    changes: {
      region: { to: "eu-west-1", loses: ["aws_kms_key.key"] },
      tags: { to: { team: "platform" } },
      ...KEY,
      "plugin.listen": { to: "/run/other.sock" },
      "plugin.encryptionContext": { to: { cluster: "a" } },
      "plugin.keyBy": { to: "alias" },
      "controlPlane.trust": trust,
      "administrator.trust": trust,
      "administrator.maxSessionDuration": { to: 7200 },
      ...roles("node", "administrator"),
      ...PERIMETER,
    },
  },
};

function synthesized(preset: PresetName, values: object): StackJson {
  const { schema } = PRESETS[preset];
  const config = schema.parse({ preset, region: "eu-central-1", ...values }) as PresetConfig;
  const deployment = { region: config.region, backend: { type: "local", path: "unused" } } as const;
  return withApp((app) => synthStack(addStack(app, preset, config, deployment))).json as StackJson;
}

function changed(base: object, path: string, value: unknown): object {
  const [first = "", ...rest] = path.split(".");
  const inner = (base as Record<string, unknown>)[first] ?? {};
  return { ...base, [first]: rest.length === 0 ? value : changed(inner as object, rest.join("."), value) };
}

/** Every key that can be written, lists and what has kinds as one. */
function keysOf(schema: object, at = ""): readonly string[] {
  const { properties, oneOf } = schema as { properties?: Record<string, object>; oneOf?: unknown };
  if (properties === undefined || oneOf !== undefined || LEAVES.includes(at)) return at === "" ? [] : [at];
  return Object.entries(properties).flatMap(([name, one]) => keysOf(one, at === "" ? name : `${at}.${name}`));
}
/** Sections that are there or not; what is in them changes in place. */
const LEAVES = ["bucket.objectLock", "bucket.replica", "destination.account", "target", "writer.user"];

const addresses = (found: readonly Loss[]) => found.map(({ address }) => address).sort();

describe.each(Object.keys(PRESETS) as PresetName[])("a change of %s", (preset) => {
  const { schema, base, changes } = PRESETS[preset];
  const before = synthesized(preset, base);

  it("is listed here for every key", () => {
    const keys = keysOf(z.toJSONSchema(schema, { io: "input" })).filter((key) => key !== "preset");
    expect(Object.keys(changes).sort()).toEqual([...keys].sort());
  });

  it.each(Object.entries(changes))(
    "of %s loses what is listed and no more, and Terraform refuses that",
    (path, { to, loses = [] }) => {
      const found = losses(before, synthesized(preset, changed(base, path, to)));
      expect(addresses(found)).toEqual(loses);
      // A subscription is the recipient's to confirm, and its topic is protected. A role holds no data: what names it is made anew with it.
      const open = found.filter(
        ({ refused, address }) => !refused && !/subscription|aws_iam_role/.test(address),
      );
      // What goes with a section, Terraform does not refuse.
      expect(path === "trail.enabled" ? [] : open).toEqual([]);
    },
  );

  it("back again loses nothing, but for what it had added", () => {
    for (const [path, { to, loses }] of Object.entries(changes)) {
      if (
        loses !== undefined ||
        ["writer.user", "user.accessKey", "audit.emails", "emails", "key.versions"].includes(path)
      )
        continue;
      expect([path, losses(synthesized(preset, changed(base, path, to)), before)]).toEqual([path, []]);
    }
  });
});

describe("the other side", () => {
  it("keeps the key, and has another role", () => {
    const target = {
      side: "target",
      target: { keyArns: ["arn:aws:kms:eu-central-1:777788889999:key/00000000-0000-4000-8000-000000000001"] },
    };
    const { base } = PRESETS["snapshot-sharing"];
    expect(
      addresses(losses(synthesized("snapshot-sharing", base), synthesized("snapshot-sharing", target))),
    ).toEqual(["aws_iam_role.sharer"]);
  });
});

describe("another region", () => {
  it("is another stack for an audit: the keys of the old one are refused there", () => {
    const { schema, base } = PRESETS["key-audit"];
    const { error } = schema.safeParse({ preset: "key-audit", region: "eu-west-1", ...base });
    expect(error?.issues.map(({ path }) => path)).toEqual([["keys", 0]]);
  });
});

describe("a second region", () => {
  const one = { key: { multiRegion: true } };
  const key = { multiRegion: true, replicaRegions: ["eu-west-1"] };
  const two = { key, bucket: { replica: { region: "eu-west-1" } } };
  const between = (from: object, to: object) =>
    losses(synthesized("etcd-ca-backup", from), synthesized("etcd-ca-backup", to));

  it("is added without a loss", () => {
    expect(between(one, { key })).toEqual([]);
    expect(between({ key }, two)).toEqual([]);
  });

  it("is not another one: Terraform refuses to move the second bucket, or to rename it", () => {
    const moved = {
      key: { multiRegion: true, replicaRegions: ["eu-west-1", "eu-north-1"] },
      bucket: { replica: { region: "eu-north-1" } },
    };
    const renamed = { key, bucket: { replica: { region: "eu-west-1", name: "another-name" } } };
    for (const to of [moved, renamed])
      expect(between(two, to)).toMatchObject([{ address: "aws_s3_bucket.replica", refused: true }]);
  });

  it("moves to another account with the loss of the bucket here, which Terraform does not refuse and the documentation says", () => {
    const account = {
      id: "222233334444",
      bucket: "example-vault",
      keyArn: KEY_ARN.replace("eu-central-1:111122223333", "eu-west-1:222233334444"),
    };
    const there = {
      key,
      accountId: "111122223333",
      bucket: { replica: { region: "eu-west-1", account } },
    };
    expect(addresses(between(two, there))).toEqual(["aws_s3_bucket.replica"]);
    expect(between(one, there)).toEqual([]);
    const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");
    expect(text).toContain("`bucket.replica.account`");
  });

  it("goes with its section, which Terraform does not refuse and the documentation says", () => {
    const gone = between(two, one).filter(({ refused }) => !refused);
    expect(addresses(gone)).toEqual([
      "aws_iam_role.replication_role",
      "aws_kms_replica_key.key_eu_west_1",
      "aws_s3_bucket.replica",
    ]);
    const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");
    for (const path of ["key.replicaRegions", "bucket.replica"]) expect(text).toContain(`\`${path}\``);
  });
});

describe("replicas in another account", () => {
  const here = { accountId: "111122223333", destination: { region: "eu-west-1" } };
  const keyArn = KEY_ARN.replace("eu-central-1:111122223333", "eu-west-1:222233334444");
  const account = { id: "222233334444", bucket: "example-replicas", keyArn };
  const there = { ...here, destination: { region: "eu-west-1", account } };

  it("take the place of the second bucket and its key, which Terraform does not refuse and the documentation says", () => {
    const gone = losses(synthesized("s3-replication", here), synthesized("s3-replication", there));
    expect(addresses(gone)).toEqual(["aws_kms_key.replica_key", "aws_s3_bucket.replica"]);
    const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");
    expect(text).toContain("`destination.account`");
  });
});

describe("what goes with a section that is taken away", () => {
  const everything = {
    audit: { emails: ["a@example.com"], trail: {} },
    writer: { user: { accessKey: true } },
  };
  const before = synthesized("etcd-ca-backup", everything);
  const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");

  it.each([
    [
      "audit",
      { ...everything, audit: undefined },
      EVERYTHING_REGIONAL.filter((one) => !/key\.key|backups/.test(one)),
    ],
    [
      "audit.trail",
      { ...everything, audit: { emails: ["a@example.com"] } },
      EVERYTHING_REGIONAL.filter((one) => /trail/.test(one)),
    ],
    ["writer.user", { audit: everything.audit }, ["aws_iam_access_key", "aws_iam_user"]],
  ])("%s is in the documentation, because Terraform does not refuse it", (path, without, gone) => {
    const found = losses(before, synthesized("etcd-ca-backup", without));
    const [first = ""] = gone;
    expect(first.includes(".") ? addresses(found) : addresses(found).map((one) => one.split(".")[0])).toEqual(
      expect.arrayContaining([...gone]),
    );
    expect(found.every(({ refused }) => !refused)).toBe(true);
    expect(text).toContain(`\`${path}\``);
  });

  it.each(
    Object.values(PRESETS).flatMap(({ changes }) =>
      Object.entries(changes).flatMap(([path, { loses }]) => (loses === undefined ? [] : [path])),
    ),
  )("%s is in the documentation, because it replaces something", (path) => {
    expect(text).toContain(`\`${path}\``);
  });
});
