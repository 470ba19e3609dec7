/** Audit: each part between `#region` and `#endregion` stands in docs/modules/audit.md. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { Alerts, AlertTopic, auditKeyUses, Trail } from "../modules/audit";
import { type AwsEnvironment, accountRootArn } from "../modules/iam";
import { Key } from "../modules/kms";
import { Bucket } from "../modules/s3";

/** Adds every example to a stack. */
export function addAudit(stack: TerraformStack): void {
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  const { accountId } = new DataAwsCallerIdentity(stack, "account");
  const env: AwsEnvironment = {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    accountId,
    region: "eu-central-1",
  };
  const administrators = [accountRootArn(env)];
  const backupKey = new Key(stack, "backup-key", {
    description: "Backups",
    aliases: ["alias/backups"],
    policy: { env, administrators },
  });

  // #region auditKeyUses
  // One key for the trail, its log group and the alerts. It comes first, so all of them are known by name.
  const auditKey = new Key(stack, "audit-key", {
    description: "Audit trail and alerts",
    policy: {
      env,
      administrators,
      ...auditKeyUses({
        env,
        trailName: "audit",
        logGroupName: "/audit/trail",
        topicName: "audit-alerts",
      }),
    },
  });
  // #endregion

  // #region Trail
  const trailBucket = new Bucket(stack, "trail-bucket", {
    name: "example-audit-trail",
    key: auditKey,
    retentions: [
      {
        prefix: "AWSLogs/",
        expirationInDays: 2557,
        noncurrentExpirationInDays: 30,
        abortIncompleteMultipartUploadInDays: 7,
      },
    ],
    env,
  });
  const trail = new Trail(stack, "trail", {
    name: "audit",
    env,
    bucket: trailBucket,
    key: auditKey,
    dataEvents: [{ bucketArn: "arn:aws:s3:::example-backups", prefixes: ["etcd/"] }],
    logs: { name: "/audit/trail" },
  });
  // #endregion

  // #region AlertTopic
  const topic = new AlertTopic(stack, "alert-topic", {
    name: "audit-alerts",
    env,
    key: auditKey,
    subscriptions: [{ protocol: "email", endpoint: "security@example.com" }],
  });
  // #endregion

  // #region Alerts
  new Alerts(stack, "alerts", {
    name: "backups",
    keys: [backupKey],
    buckets: [trailBucket],
    roles: [{ roleName: "backup-writer" }],
    trail,
    topic,
    alerts: { failedDecrypts: { threshold: 3 } },
  });
  // #endregion
}
