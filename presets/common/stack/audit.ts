/** The audit part of a stack: alerts on keys, and a trail to get them from. */
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Op, type TerraformStack } from "cdktf";
import {
  Alerts,
  type AlertsProps,
  AlertTopic,
  auditKeyUses,
  eventsRoleName,
  Trail,
  type WatchedKey,
} from "../../../modules/audit";
import type { AwsEnvironment } from "../../../modules/iam";
import { Key } from "../../../modules/kms";
import { Bucket } from "../../../modules/s3";
import type { Tags } from "../../../modules/tags";
import type { AuditConfig } from "../config/audit-schema";

/** What is audited. */
export interface Audited {
  readonly env: AwsEnvironment;
  /** Account of what is watched, which has to be the one that is deployed to. @default - the stack makes what is watched */
  readonly account?: string;
  readonly keys: readonly [WatchedKey, ...WatchedKey[]];
  /** Each with `alias/`. */
  readonly aliases: readonly string[];
  readonly buckets: readonly { readonly bucketArn: string; readonly bucketName: string }[];
  /** Roles and users that may use or manage keys and buckets. */
  readonly roles: readonly { readonly roleName: string }[];
  readonly users: readonly { readonly userName: string }[];
  /** Path of every role of the stack; `/` for none. */
  readonly rolePath: string;
  readonly tags: Tags;
}

/** What a stack tells of its audit. */
export interface AuditParts {
  readonly topicArn: string;
  /** Of the key that encrypts alerts and log files. */
  readonly keyArn: string;
  /** Where there is a trail. */
  readonly trailBucketName: string | undefined;
}

/**
 * Log files and alerts have a key of their own, which no role of the stack may manage: who disables the key of the backups cannot silence them. It is
 * left to IAM policies of the account.
 */
export function addAudit(stack: TerraformStack, config: AuditConfig, audited: Audited): AuditParts {
  const { env, keys, aliases, buckets, rolePath, tags } = audited;
  const stackName = stack.node.id;
  const names = {
    topicName: `${stackName}-alerts`,
    ...(config.trail === undefined
      ? {}
      : { trailName: `${stackName}-audit`, logGroupName: `/sealstack/${stackName}/audit` }),
  };
  const readers = config.trail?.readers ?? [];
  const auditKey = new Key(stack, "audit-key", {
    description: `Alerts and trail of ${stackName}`,
    policy: {
      env,
      ...(readers.length === 0 ? {} : { decryptOnly: readers }),
      ...auditKeyUses({ env, ...names, rolePath }),
    },
    preventDestroy: config.preventDestroy || { off: "audit.preventDestroy is false in the configuration" },
    tags,
  });
  const topic = new AlertTopic(stack, "alert-topic", {
    name: names.topicName,
    env,
    key: auditKey,
    subscriptions: config.emails.map((endpoint) => ({ protocol: "email", endpoint })),
    preventDestroy: config.preventDestroy,
    ...(rolePath === "/" ? {} : { rolePath }),
    tags,
  });
  if (audited.account !== undefined) assertAccount(topic, env, audited.account);
  const trail = addTrail(stack, config, audited, auditKey, names);
  new Alerts(stack, "alerts", {
    name: stackName,
    keys: [...keys, auditKey],
    aliases,
    buckets: [...buckets, ...(trail === undefined ? [] : [trail.bucket])],
    topic,
    // Events of IAM reach the log group of the trail whatever the region is.
    ...(trail === undefined ? {} : { trail: trail.trail, ...identities(audited, names) }),
    ...(config.trail === undefined
      ? {}
      : { alerts: { failedDecrypts: { threshold: config.trail.failedDecryptThreshold } } }),
    tags,
  });
  return { topicArn: topic.topicArn, keyArn: auditKey.keyArn, trailBucketName: trail?.bucket.bucketName };
}

/** Rules of another account would see nothing, and say nothing of that. */
function assertAccount(topic: AlertTopic, { accountId }: AwsEnvironment, account: string): void {
  const resource = topic.node.defaultChild;
  if (!(resource instanceof SnsTopic)) throw new Error(`${topic.node.path} has no topic`);
  resource.lifecycle = {
    ...resource.lifecycle,
    precondition: [
      {
        condition: Op.eq(accountId, account),
        errorMessage: `What is watched is in account ${account}, and this is another one. Alerts see the calls of their own account only.`,
      },
    ],
  };
}

/** Roles and users of the stack, those of its audit too. */
function identities(
  { roles, users }: Audited,
  { topicName, trailName = "" }: { readonly topicName: string; readonly trailName?: string },
): Pick<AlertsProps, "roles" | "users"> {
  const own = [eventsRoleName(topicName), `${trailName}-logs`].map((roleName) => ({ roleName }));
  return { roles: [...roles, ...own], users };
}

function addTrail(
  stack: TerraformStack,
  { trail: config }: AuditConfig,
  { env, buckets, tags }: Audited,
  key: Key,
  { trailName, logGroupName }: { readonly trailName?: string; readonly logGroupName?: string },
) {
  if (config === undefined || trailName === undefined || logGroupName === undefined) return undefined;
  const preventDestroy = config.preventDestroy || {
    off: "audit.trail.preventDestroy is false in the configuration",
  };
  const bucket = new Bucket(stack, "trail-bucket", {
    name: config.bucket ?? `${stack.node.id}-ct-${env.accountId}-${env.region}`,
    key,
    env,
    retentions: [
      {
        prefix: "AWSLogs/",
        expirationInDays: config.expirationInDays,
        noncurrentExpirationInDays: NONCURRENT_EXPIRATION_IN_DAYS,
        abortIncompleteMultipartUploadInDays: ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS,
      },
    ],
    preventDestroy,
    tags,
  });
  const trail = new Trail(stack, "audit-trail", {
    name: trailName,
    env,
    bucket,
    key,
    dataEvents: config.dataEvents ? buckets.map(({ bucketArn }) => ({ bucketArn })) : [],
    logs: { name: logGroupName, retentionInDays: config.logRetentionInDays },
    preventDestroy,
    tags,
  });
  return { trail, bucket };
}

/** Time to notice that somebody deleted a log file. */
const NONCURRENT_EXPIRATION_IN_DAYS = 90;
const ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS = 7;
