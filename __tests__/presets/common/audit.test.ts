import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { ALERTS } from "../../../modules/audit";
import { addStack } from "../../../presets";
import { etcdCaBackupSchema } from "../../../presets/etcd-ca-backup/config";
import { claimStack } from "../../helpers/claim-tables/etcd-ca-backup";
import { roleArn } from "../../helpers/kms/kms";
import { synthStack, withApp } from "../../helpers/stacks/synth";

const MINIMAL = { preset: "etcd-ca-backup", region: "eu-central-1" };
const READER = roleArn("auditor");

function stackOf(audit?: object, more: object = {}) {
  const config = etcdCaBackupSchema.parse({ ...MINIMAL, ...more, ...(audit === undefined ? {} : { audit }) });
  const deployment = { region: config.region, backend: { type: "local", path: "unused" } } as const;
  return withApp((app) => synthStack(addStack(app, MINIMAL.preset, config, deployment)));
}

const problems = (audit: unknown): string[] =>
  (etcdCaBackupSchema.safeParse({ ...MINIMAL, audit }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

describe("audit section of etcd-ca-backup", () => {
  it("adds nothing where it is left out", () => {
    expect(
      Object.keys(stackOf().json.resource as object).filter((type) => !/_(iam|kms|s3)_/.test(type)),
    ).toEqual([]);
  });

  it("adds alerts on the key and its alias, and a topic under a key of its own", () => {
    const json = stackOf({ emails: ["security@example.com"] });
    const rules = Object.values(json.resources("aws_cloudwatch_event_rule"));
    expect(rules.map(({ name }) => name)).toEqual([
      "etcd-ca-backup-failed-decrypts",
      "etcd-ca-backup-key-disabled",
      "etcd-ca-backup-key-policy-changed",
      "etcd-ca-backup-alias-moved",
      "etcd-ca-backup-key-material-deleted",
      "etcd-ca-backup-grant-changed",
      "etcd-ca-backup-key-replicated",
      "etcd-ca-backup-key-material-imported",
      "etcd-ca-backup-key-rotation-changed",
      "etcd-ca-backup-bucket-access",
      "etcd-ca-backup-bucket-protection",
      "etcd-ca-backup-objects-reencrypted",
      "etcd-ca-backup-alert-rules-changed",
      "etcd-ca-backup-alert-topic-changed",
    ]);
    expect(rules[3]?.event_pattern).toContain('"aliasName":["alias/etcd-ca-backup"]');
    expect(rules[0]?.event_pattern).toContain(
      '"resources":{"ARN":["${aws_kms_key.key.arn}","${aws_kms_key.audit_key.arn}"]}',
    );
    expect(json.resource("aws_sns_topic")).toMatchObject({
      name: "etcd-ca-backup-alerts",
      kms_master_key_id: "${aws_kms_key.audit_key.arn}",
    });
    expect(json.resource("aws_sns_topic_subscription")).toMatchObject({ endpoint: "security@example.com" });
    expect(json.resources("aws_cloudtrail")).toEqual({});
    expect(json.output("alert_topic_arn")?.value).toBe("${aws_sns_topic.alert_topic.arn}");
    expect(json.output("trail_bucket")).toBeUndefined();
  });

  it("adds a trail with its bucket, log group and alarms", () => {
    const json = stackOf({ trail: { failedDecryptThreshold: 3, logRetentionInDays: 90 } });
    const trail = json.resource("aws_cloudtrail");
    expect(trail).toMatchObject({
      name: "etcd-ca-backup-audit",
      s3_bucket_name: "${aws_s3_bucket.trail_bucket.bucket}",
      kms_key_id: "${aws_kms_key.audit_key.arn}",
      depends_on: expect.arrayContaining(["aws_s3_bucket_policy.trail_bucket_policy"]),
    });
    expect(JSON.stringify(trail.advanced_event_selector)).toContain('"${aws_s3_bucket.backups.arn}/"');
    expect(json.resource("aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 90 });
    const alarms = Object.values(json.resources("aws_cloudwatch_metric_alarm"));
    // All but that on users: the stack has none.
    expect(alarms).toHaveLength(Object.keys(ALERTS).length - 1);
    expect(alarms[0]).toMatchObject({ alarm_name: "etcd-ca-backup-failed-decrypts", threshold: 3 });
    expect(json.output("trail_bucket")?.value).toBe("${aws_s3_bucket.trail_bucket.bucket}");
  });

  it("watches bucket, roles and user of the stack, and those of the audit itself", () => {
    const config = { writer: { user: {} } };
    const json = stackOf({ trail: {} }, config);
    const patterns = (suffix: string) =>
      Object.values(json.resources("aws_cloudwatch_log_metric_filter"))
        .filter(({ name }) => String(name).startsWith(`etcd-ca-backup-${suffix}`))
        .map(({ pattern }) => String(pattern))
        .join("\n");
    for (const name of ["${aws_s3_bucket.backups.bucket}", "${aws_s3_bucket.trail_bucket.bucket}"])
      expect(patterns("bucket-protection")).toContain(`bucketName = "${name}"`);
    for (const name of [
      ...["writer", "restorer", "administrator"].map((role) => `\${aws_iam_role.${role}.name}`),
      "etcd-ca-backup-alerts-events",
      "etcd-ca-backup-audit-logs",
    ])
      expect(patterns("role-changed")).toContain(`roleName = "${name}"`);
    expect(patterns("user-changed")).toContain('userName = "${aws_iam_user.writer_user.name}"');
    const rules = Object.values(json.resources("aws_cloudwatch_event_rule")).map(({ name }) => name);
    // Events of IAM never arrive here.
    expect(rules).not.toContain("etcd-ca-backup-role-changed");
  });

  it("can leave the calls on objects out, and give up its protection, with the reason in the metadata", () => {
    const json = stackOf({ trail: { dataEvents: false, preventDestroy: false } });
    const trail = json.resource("aws_cloudtrail");
    expect(trail.advanced_event_selector).toHaveLength(1);
    expect(trail).toMatchObject({ lifecycle: { prevent_destroy: false } });
    expect(trail["//"]).toMatchObject({ relaxations: [{ what: "preventDestroy" }] });
  });

  it("fails with every problem at once", () => {
    expect(
      problems({
        emails: ["nobody"],
        trail: { bucket: "Trail", logRetentionInDays: 100, failedDecryptThreshold: 0, readers: ["*"] },
        topic: "x",
      }),
    ).toEqual([
      "audit.emails.0: must be an email address, got 'nobody'",
      expect.stringMatching(/^audit\.trail\.bucket: /),
      expect.stringMatching(/^audit\.trail\.logRetentionInDays: must be one of 1, 3, 5, .*, got 100$/),
      "audit.trail.failedDecryptThreshold: must be a whole number from 1 to 1000000, got 0",
      expect.stringMatching(/^audit\.trail\.readers\.0: must be the ARN of /),
      expect.stringContaining("audit: "),
    ]);
  });

  it("is in the sample as it can be written, with its defaults", () => {
    const sample = readFileSync(join(__dirname, "../../../sealstack.yaml"), "utf8");
    const [before = "", section = ""] = sample.split(/^(?= {4}# audit:$)/m);
    const { stacks } = parseConfig(before + section.replaceAll(/^( {4})# /gm, "$1"), "sample");
    expect(stacks["etcd-ca-backup"]).toMatchObject({
      audit: {
        ...etcdCaBackupSchema.parse({ ...MINIMAL, audit: { trail: {} } }).audit,
        emails: ["security@example.com"],
        trail: {
          ...etcdCaBackupSchema.parse({ ...MINIMAL, audit: { trail: {} } }).audit?.trail,
          bucket: "example-trail",
          readers: [READER],
        },
      },
    });
  });
});

describe("permissions of etcd-ca-backup with an audit section", () => {
  it("are for the backups what they are without", () => {
    const { policies } = claimStack({ audit: { trail: { readers: [READER] } } });
    const without = claimStack({}).policies.policies;
    const addresses = without.map(({ address }) => address);
    expect(policies.policies.filter(({ address }) => addresses.includes(address))).toEqual(without);
  });
});
