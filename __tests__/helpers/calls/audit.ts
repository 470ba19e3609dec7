import type { TerraformStack } from "cdktf";
import * as audit from "../../../modules/audit";
import * as kms from "../../../modules/kms";
import { ENVIRONMENT } from "../processes/environment";
import { builder, type Call, construct } from "./call";
import { role } from "./iam";

const TAGS = { team: "backup" };
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const TOPIC_ARN = "arn:aws:sns:eu-central-1:111122223333:alerts";
const KEY = { keyArn: KEY_ARN, keyId: "1234abcd-12ab-34cd-56ef-1234567890ab", aliasNames: ["alias/a"] };
const SUBJECTS = {
  keys: [KEY],
  aliases: ["alias/a"],
  trailName: "trail",
  buckets: ["acme-backups"],
  roles: ["writer"],
  users: ["robot"],
  prefix: "acme-",
  logGroupName: "/audit",
  topicArn: TOPIC_ARN,
  globalEvents: true,
};
const DATA_EVENTS = [{ bucketArn: "arn:aws:s3:::b", prefixes: ["etcd/"], readWriteType: "ReadOnly" }];

const auditKey = (stack: TerraformStack) =>
  new kms.Key(stack, "audit-key", {
    description: "x",
    policy: {
      env: ENVIRONMENT,
      ...audit.auditKeyUses({
        env: ENVIRONMENT,
        trailName: "trail",
        logGroupName: "/audit",
        topicName: "alerts",
      }),
    },
  });

export const AUDIT_CALLS: readonly Call[] = [
  construct(audit.Alerts, (stack) => ({
    name: "acme",
    keys: [KEY],
    aliases: ["alias/b"],
    trail: { trailName: "trail", logGroupName: "/audit" },
    buckets: [{ bucketName: "acme-backups" }],
    roles: [role(stack)],
    users: [{ userName: "robot" }],
    region: "eu-central-1",
    topic: { topicArn: TOPIC_ARN, eventsRoleArn: "arn:aws:iam::111122223333:role/alerts-events" },
    alerts: { failedDecrypts: { threshold: 3 }, keyDisabled: { off: "a test" }, aliasMoved: true },
    metricNamespace: "Acme",
    tags: TAGS,
  })),
  construct(audit.AlertTopic, {
    name: "alerts",
    env: ENVIRONMENT,
    key: { keyArn: KEY_ARN },
    subscriptions: [{ protocol: "email", endpoint: "a@example.com" }],
    preventDestroy: true,
    publishWithoutRole: { on: "a test" },
    rolePath: "/x/",
    tags: TAGS,
  }),
  construct(audit.Trail, (stack) => ({
    name: "trail",
    env: ENVIRONMENT,
    bucket: { bucketName: "trail-bucket", bucketArn: "arn:aws:s3:::trail-bucket" },
    key: auditKey(stack),
    prefix: "p",
    dataEvents: DATA_EVENTS,
    logs: { name: "/audit", retentionInDays: 365, roleName: "trail-logs" },
    multiRegion: { off: "a test" },
    logFileValidation: true,
    logging: true,
    preventDestroy: { off: "a test" },
    tags: TAGS,
  })),
  builder("auditKeyUses", audit.auditKeyUses, {
    props: {
      env: ENVIRONMENT,
      trailName: "trail",
      logGroupName: "/audit",
      topicName: "alerts",
      rolePath: "/x/",
    },
  }),
  builder("eventPattern", audit.eventPattern, { name: "keyDisabled", subjects: SUBJECTS }),
  builder("eventSelectors", audit.eventSelectors, { dataEvents: DATA_EVENTS }),
  builder("eventsKeyStatement", audit.eventsKeyStatement, {
    env: ENVIRONMENT,
    topicName: "alerts",
    path: "/x/",
  }),
  builder("eventsRoleArn", audit.eventsRoleArn, { env: ENVIRONMENT, roleName: "r", path: "/x/" }),
  builder("eventsRoleName", audit.eventsRoleName, { topicName: "alerts" }),
  builder("eventsRoleStatements", audit.eventsRoleStatements, {
    env: ENVIRONMENT,
    topic: TOPIC_ARN,
    keyArn: KEY_ARN,
  }),
  builder("eventsRoleTrust", audit.eventsRoleTrust, { env: ENVIRONMENT }),
  builder("filterPattern", audit.filterPattern, { name: "keyDisabled", subjects: SUBJECTS }),
  builder("filterPatterns", audit.filterPatterns, { name: "keyDisabled", subjects: SUBJECTS }),
  builder("logGroupArn", audit.logGroupArn, { env: ENVIRONMENT, name: "/audit" }),
  builder("logsRoleStatements", audit.logsRoleStatements, { env: ENVIRONMENT, logGroupName: "/audit" }),
  builder("logsRoleTrust", audit.logsRoleTrust, { env: ENVIRONMENT }),
  builder("topicArn", audit.topicArn, { env: ENVIRONMENT, name: "alerts" }),
  builder("topicStatements", audit.topicStatements, {
    env: ENVIRONMENT,
    topicArn: TOPIC_ARN,
    anyRule: "a test",
  }),
  builder("trailArn", audit.trailArn, { env: ENVIRONMENT, name: "trail" }),
];
