/** What the policies of an audit stack let whom do, and what not: evaluated. */
import { Alerts, AlertTopic, auditKeyUses, Trail, trailArn } from "../../../modules/audit";
import { accountRootArn } from "../../../modules/iam";
import { Key } from "../../../modules/kms";
import { Bucket } from "../../../modules/s3";
import type { ClaimContext, ClaimPrincipal } from "../../../presets/common/claims/claim";
import "../../../tools/policy-check/jest-matchers";
import { judged, roleArn } from "../../helpers/kms/kms";
import { ENVIRONMENT as env } from "../../helpers/processes/environment";

const { policies } = judged((stack) => {
  const key = new Key(stack, "key", {
    description: "x",
    policy: {
      env,
      administrators: [accountRootArn(env)],
      ...auditKeyUses({ env, trailName: "audit", logGroupName: "/audit", topicName: "alerts" }),
    },
  });
  const bucket = new Bucket(stack, "bucket", {
    name: "trail-bucket",
    key,
    retentions: [
      {
        prefix: "AWSLogs/",
        expirationInDays: 365,
        noncurrentExpirationInDays: 30,
        abortIncompleteMultipartUploadInDays: 7,
      },
    ],
    env,
    logSources: [{ service: "cloudTrail", sourceArns: [trailArn(env, "audit")] }],
  });
  const trail = new Trail(stack, "trail", { name: "audit", env, bucket, key, logs: { name: "/audit" } });
  const topic = new AlertTopic(stack, "topic", { name: "alerts", env, key });
  new Alerts(stack, "alerts", { name: "audit", keys: [key], trail, topic });
});

const [keyArn = ""] = Object.keys(policies.keys);
const regional = (service: string, resource: string, account = env.accountId) =>
  `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const TRAIL = regional("cloudtrail", "trail/audit");
const TOPIC = regional("sns", "alerts");
const BUCKET = "arn:aws:s3:::trail-bucket";
const OTHER = "444455556666";
const EVENTS_ROLE = roleArn("alerts-events");

const service = (name: string): ClaimPrincipal => ({ kind: "service", name });
const asks =
  (principal: ClaimPrincipal, resource: string) =>
  (action: string, context: ClaimContext = {}, on = resource) => ({
    principal,
    action,
    resource: on,
    context,
  });
const admin: ClaimPrincipal = { kind: "admin", arn: roleArn("admin") };
const foreign: ClaimPrincipal = { kind: "admin", arn: `arn:aws:iam::${OTHER}:role/admin` };

describe("the key of an audit stack", () => {
  const cloudTrail = asks(service("cloudtrail.amazonaws.com"), keyArn);
  const events = asks({ kind: "role", arn: EVENTS_ROLE }, keyArn);
  const alarms = asks(service("cloudwatch.amazonaws.com"), keyArn);
  const logs = asks(service("logs.eu-central-1.amazonaws.com"), keyArn);

  it("encrypts for the one trail, and opens for it only what a bucket key needs", async () => {
    const context = { "aws:SourceArn": TRAIL, "kms:EncryptionContext:aws:cloudtrail:arn": TRAIL };
    await expect(policies).toAllow(cloudTrail("kms:GenerateDataKey", context), "CloudTrail");
    await expect(policies).toAllow(
      cloudTrail("kms:Decrypt", { "aws:SourceArn": TRAIL }),
      "CloudTrailBucketKey",
    );
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
      await expect(policies).toDeny(cloudTrail(action, { ...context, "aws:SourceArn": `${TRAIL}-2` }));
      await expect(policies).toDeny(cloudTrail(action));
    }
    await expect(policies).toDeny(cloudTrail("kms:PutKeyPolicy", { "aws:SourceArn": TRAIL }));
  });

  it("encrypts what rules say to the one topic, through their role and SNS", async () => {
    const to = (topic: string, via = "sns.eu-central-1.amazonaws.com") => ({
      "kms:EncryptionContext:aws:sns:topicArn": topic,
      "kms:ViaService": via,
    });
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
      await expect(policies).toAllow(events(action, to(TOPIC)), "EventsToTopic");
      await expect(policies).toDeny(events(action, to(`${TOPIC}-2`)));
      await expect(policies).toDeny(events(action, to(regional("sns", "alerts", OTHER))));
      await expect(policies).toDeny(events(action, to(TOPIC, "sqs.eu-central-1.amazonaws.com")));
      await expect(policies).toDeny(events(action));
      await expect(policies).toDeny(asks(service("events.amazonaws.com"), keyArn)(action, to(TOPIC)));
      await expect(policies).toDeny(asks(admin, keyArn)(action, to(TOPIC)));
    }
    await expect(policies).toDeny(events("kms:CreateGrant"));
  });

  it("encrypts for alarms of this account and for the one log group", async () => {
    const alarm = (account: string) => ({
      "aws:SourceArn": regional("cloudwatch", "alarm:x", account),
      "aws:SourceAccount": account,
    });
    await expect(policies).toAllow(alarms("kms:GenerateDataKey", alarm(env.accountId)), "CloudWatchAlarms");
    await expect(policies).toDeny(alarms("kms:GenerateDataKey", alarm(OTHER)));
    const group = (name: string) => ({
      "kms:EncryptionContext:aws:logs:arn": regional("logs", `log-group:${name}`),
    });
    await expect(policies).toAllow(logs("kms:GenerateDataKey", group("/audit")), "CloudWatchLogs");
    await expect(policies).toDeny(logs("kms:GenerateDataKey", group("/audit-2")));
  });

  it("opens for nobody who is not named, whatever his own policy says", async () => {
    await expect(policies).toDeny(asks(admin, keyArn)("kms:Decrypt"));
    await expect(policies).toDeny(asks(foreign, keyArn)("kms:Decrypt"));
  });
});

describe("the bucket of a trail", () => {
  const cloudTrail = asks(service("cloudtrail.amazonaws.com"), BUCKET);
  const file = (account: string) => `${BUCKET}/AWSLogs/${account}/CloudTrail/eu-central-1/x.json.gz`;
  const put: ClaimContext = {
    "aws:SourceArn": TRAIL,
    "s3:x-amz-acl": "bucket-owner-full-control",
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn,
  };

  it("lets the one trail write below its account, encrypted with the key, over TLS", async () => {
    const own = file(env.accountId);
    await expect(policies).toAllow(cloudTrail("s3:PutObject", put, own), "CloudTrail");
    await expect(policies).toAllow(
      cloudTrail("s3:GetBucketAcl", { "aws:SourceArn": TRAIL }),
      "CloudTrailAcl",
    );
    await expect(policies).toDeny(cloudTrail("s3:PutObject", put, file(OTHER)));
    for (const [name, value, sid] of [
      ["aws:SourceArn", regional("cloudtrail", "trail/audit", OTHER), undefined],
      ["s3:x-amz-acl", "public-read", undefined],
      ["aws:SecureTransport", "false", "DenyPlainHttp"],
      ["s3:x-amz-server-side-encryption-aws-kms-key-id", `${keyArn}0`, "DenyOtherKey"],
    ] as const)
      await expect(policies).toDeny(cloudTrail("s3:PutObject", { ...put, [name]: value }, own), sid);
    await expect(policies).toDeny(
      cloudTrail("s3:GetBucketAcl", { "aws:SourceArn": regional("cloudtrail", "trail/audit", OTHER) }),
    );
  });

  it("lets CloudTrail neither read nor delete, and other accounts nothing", async () => {
    const own = file(env.accountId);
    for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl"])
      await expect(policies).toDeny(cloudTrail(action, { "aws:SourceArn": TRAIL }, own));
    await expect(policies).toDeny(asks(foreign, own)("s3:PutObject", put));
  });
});

describe("the topic of alerts", () => {
  const alarm = (account: string) => ({
    "aws:SourceArn": regional("cloudwatch", "alarm:x", account),
    "aws:SourceAccount": account,
  });

  it("takes messages of this account's alarms and rules", async () => {
    const alarms = asks(service("cloudwatch.amazonaws.com"), TOPIC);
    await expect(policies).toAllow(alarms("sns:Publish", alarm(env.accountId)), "PublishAlarms");
    const own = alarm(env.accountId);
    for (const context of [
      {},
      alarm(OTHER),
      { ...own, "aws:SourceAccount": OTHER },
      { ...own, "aws:SourceArn": regional("cloudwatch", "alarm:x", OTHER) },
      { ...own, "aws:SourceArn": regional("cloudwatch", "dashboard/x") },
    ])
      await expect(policies).toDeny(alarms("sns:Publish", context));
    const events = asks({ kind: "role", arn: EVENTS_ROLE }, TOPIC);
    await expect(policies).toAllow(events("sns:Publish"), "PublishAlerts");
    const rule = { "aws:SourceArn": regional("events", "rule/x"), "aws:SourceAccount": env.accountId };
    await expect(policies).toDeny(asks(service("events.amazonaws.com"), TOPIC)("sns:Publish", rule));
    for (const action of ["sns:Subscribe", "sns:SetTopicAttributes", "sns:DeleteTopic"]) {
      await expect(policies).toDeny(events(action));
      await expect(policies).toDeny(alarms(action, alarm(env.accountId)));
    }
  });

  it("gives its role to rules of this account and region, and to nobody else", async () => {
    const events = asks(service("events.amazonaws.com"), EVENTS_ROLE);
    const rule = (account: string, resource = "rule/x") => ({
      "aws:SourceArn": regional("events", resource, account),
      "aws:SourceAccount": account,
    });
    const own = rule(env.accountId);
    await expect(policies).toAllow(events("sts:AssumeRole", own), "TrustService");
    for (const context of [
      {},
      rule(OTHER),
      { ...own, "aws:SourceAccount": OTHER },
      { ...own, "aws:SourceArn": regional("events", "rule/x", OTHER) },
      rule(env.accountId, "event-bus/x"),
    ])
      await expect(policies).toDeny(events("sts:AssumeRole", context));
    await expect(policies).toDeny(asks(service("ec2.amazonaws.com"), EVENTS_ROLE)("sts:AssumeRole", own));
    await expect(policies).toDeny(asks(admin, EVENTS_ROLE)("sts:AssumeRole"));
  });

  it("takes nothing of other services and accounts, and nothing without TLS", async () => {
    await expect(policies).toDeny(asks(service("s3.amazonaws.com"), TOPIC)("sns:Publish"));
    await expect(policies).toDeny(asks(foreign, TOPIC)("sns:Publish"));
    await expect(policies).toDeny(asks({ kind: "anonymous" }, TOPIC)("sns:Subscribe"));
    await expect(policies).toDeny(
      asks({ kind: "role", arn: EVENTS_ROLE }, TOPIC)("sns:Publish", { "aws:SecureTransport": "false" }),
      "DenyPlainHttp",
    );
    await expect(policies).toDeny(
      asks(admin, TOPIC)("sns:Publish", { "aws:SecureTransport": "false" }),
      "DenyPlainHttp",
    );
  });

  it("is managed by those of the account whose own policies allow it", async () => {
    await expect(policies).toAllow(asks(admin, TOPIC)("sns:Subscribe"));
  });
});

describe("the role for CloudWatch Logs", () => {
  const arn = roleArn("audit-logs");
  const role = asks({ kind: "role", arn }, regional("logs", "log-group:/audit"));
  const stream = (group: string, name: string) => regional("logs", `log-group:${group}:log-stream:${name}`);
  const own = `${env.accountId}_CloudTrail_eu-central-1`;

  it("is assumed by CloudTrail and nobody else", async () => {
    await expect(policies).toAllow(asks(service("cloudtrail.amazonaws.com"), arn)("sts:AssumeRole"));
    await expect(policies).toDeny(asks(service("ec2.amazonaws.com"), arn)("sts:AssumeRole"));
    await expect(policies).toDeny(asks(admin, arn)("sts:AssumeRole"));
  });

  it("fills the trail's own streams and no others", async () => {
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      await expect(policies).toAllow(role(action, {}, stream("/audit", own)), "WriteTrailToLogGroup");
      await expect(policies).toDeny(role(action, {}, stream("/audit-2", own)));
      for (const other of [`${OTHER}_CloudTrail_eu-central-1`, `${env.accountId}_CloudTrail_us-east-1`, "x"])
        await expect(policies).toDeny(role(action, {}, stream("/audit", other)));
    }
    await expect(policies).toDeny(role("logs:DeleteLogStream", {}, stream("/audit", own)));
    await expect(policies).toDeny(role("logs:DeleteLogGroup"));
  });
});
