/** The audit constructs on the emulator, as far as it has their services; what it lacks is named in tools/emulator/unsupported.ts. */
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand, DescribeMetricFiltersCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { GetBucketPolicyCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import {
  ALERTS,
  Alerts,
  AlertTopic,
  auditKeyUses,
  eventPattern,
  RULE_STATE,
  Trail,
} from "../../../modules/audit";
import { accountRootArn } from "../../../modules/iam";
import { Key } from "../../../modules/kms";
import { Bucket } from "../../../modules/s3";
import { emptyBucket } from "../../../tools/emulator/empty-bucket";
import { testClients } from "../../helpers/emulator";
import { ALL_CASES, WATCHED } from "../../helpers/judging/alert-cases";
import { decrypted, denied, eventOf, type TrailRecord } from "../../helpers/judging/cloudtrail-records";
import { matchesFilter } from "../../helpers/judging/filter-pattern";
import { ENVIRONMENT } from "../../helpers/processes/environment";
import type { StackJson } from "../../helpers/stacks/stack-json";
import { statementsOf, synth } from "../../helpers/stacks/synth";
import { actions, TestStack } from "../../helpers/stacks/test-stack";
import { useTempDir } from "../../helpers/temp-dir";

const env = { ...ENVIRONMENT, accountId: "000000000000" };
const preventDestroy = { off: "a test" } as const;

async function matches(pattern: unknown, record: TrailRecord): Promise<boolean | undefined> {
  const request = new TestEventPatternCommand({
    EventPattern: typeof pattern === "string" ? pattern : JSON.stringify(pattern),
    Event: JSON.stringify(eventOf(record)),
  });
  return (await testClients().events.send(request)).Result;
}

describe("eventPattern, as EventBridge reads it", () => {
  it.each(ALL_CASES)("%s: %s", async (name, _, record, raised) => {
    expect(await matches(eventPattern(name, WATCHED), record)).toBe(raised);
  });
});

describe("an audit stack", () => {
  const folder = useTempDir();
  const stackOf = (name: string, changed = false): StackJson => {
    const tags = changed ? { b: "2" } : { a: "1" };
    const { json } = synth((stack) => {
      const key = new Key(stack, "key", {
        description: "x",
        preventDestroy,
        policy: {
          env,
          administrators: [accountRootArn(env)],
          ...auditKeyUses({ env, trailName: name, logGroupName: `/${name}`, topicName: name }),
        },
      });
      const bucket = new Bucket(stack, "bucket", { name, env, key, preventDestroy });
      const trail = new Trail(stack, "trail", {
        name,
        env,
        bucket,
        key,
        logs: { name: `/${name}`, retentionInDays: changed ? 30 : 90 },
        preventDestroy,
        tags,
      });
      const topic = new AlertTopic(stack, "topic", {
        name,
        env,
        key,
        subscriptions: [{ protocol: "email", endpoint: "a@example.com" }],
        tags,
      });
      const watched = {
        keys: [key],
        aliases: changed ? ["alias/backups"] : [],
        buckets: [bucket],
        roles: [{ roleName: `${name}-events` }],
      } as const;
      const alerts = changed ? { failedDecrypts: { threshold: 3 } } : {};
      new Alerts(stack, "alerts", { name, ...watched, trail, topic, alerts, tags });
    });
    const output = {
      key: { value: "${aws_kms_key.key.arn}" },
      topic: { value: "${aws_sns_topic.topic.arn}" },
    };
    return { resource: json.resource, output } as StackJson;
  };

  it("is made but for its trail, says what it was told, stays unchanged, and follows a change", async () => {
    const stack = new TestStack(folder());
    const { name } = stack;
    const first = await stack.write(stackOf(name)).apply();
    const skipped = first.changes.filter(({ action }) => action !== "created");
    expect(skipped.map(({ address, action }) => [address, action])).toEqual([
      ["aws_cloudtrail.trail", "skipped"],
    ]);
    const { key: keyArn, topic: topicArn } = first.outputs[name] as { key: string; topic: string };
    const { cloudWatch, events, logs, s3, sns } = testClients();

    const rule = await events.send(new DescribeRuleCommand({ Name: `${name}-failed-decrypts` }));
    expect(rule.State).toBe(RULE_STATE);
    expect(await matches(rule.EventPattern, denied("Decrypt", keyArn))).toBe(true);
    expect(await matches(rule.EventPattern, { ...decrypted(keyArn), errorCode: "AccessDenied" })).toBe(true);
    expect(await matches(rule.EventPattern, decrypted(keyArn))).toBe(false);
    expect(await matches(rule.EventPattern, denied("Decrypt"))).toBe(false);
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: `${name}-failed-decrypts` }));
    expect(Targets).toEqual([
      { Id: "topic", Arn: topicArn, RoleArn: `arn:aws:iam::${env.accountId}:role/${name}-events` },
    ]);

    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: name }));
    const trailSids = statementsOf(Policy ?? "").map(({ Sid }) => Sid);
    expect(trailSids).toEqual(expect.arrayContaining(["CloudTrail", "CloudTrailAcl", "DenyOtherKey"]));
    const file = { Bucket: name, Key: `AWSLogs/${env.accountId}/CloudTrail/x.json.gz` };
    await s3.send(new PutObjectCommand({ ...file, Body: "{}" }));
    expect((await s3.send(new HeadObjectCommand(file))).SSEKMSKeyId).toBe(keyArn);

    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    expect(Attributes?.KmsMasterKeyId).toBe(keyArn);
    expect(statementsOf(Attributes?.Policy ?? "").map(({ Sid, Resource }) => [Sid, Resource])).toEqual(
      ["PublishAlarms", "DenyPlainHttp"].map((sid) => [sid, [topicArn]]),
    );
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    expect(Subscriptions).toMatchObject([{ Protocol: "email", Endpoint: "a@example.com" }]);

    const groups = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `/${name}` }));
    expect(groups.logGroups).toMatchObject([{ kmsKeyId: keyArn, retentionInDays: 90 }]);
    const { metricFilters = [] } = await logs.send(
      new DescribeMetricFiltersCommand({ logGroupName: `/${name}` }),
    );
    // All but that on users.
    expect(metricFilters).toHaveLength(Object.keys(ALERTS).length - 1);
    const filter = metricFilters.find(({ filterName }) => filterName === `${name}-failed-decrypts`);
    expect(matchesFilter(filter?.filterPattern ?? "", denied("Decrypt", keyArn))).toBe(true);
    expect(matchesFilter(filter?.filterPattern ?? "", denied("Decrypt"))).toBe(false);
    const alarms = new DescribeAlarmsCommand({ AlarmNames: [`${name}-failed-decrypts`] });
    expect((await cloudWatch.send(alarms)).MetricAlarms).toMatchObject([
      {
        MetricName: filter?.metricTransformations?.[0]?.metricName,
        Namespace: filter?.metricTransformations?.[0]?.metricNamespace,
        Threshold: 5,
        AlarmActions: [topicArn],
      },
    ]);

    expect(new Set(Object.values(actions((await stack.apply()).changes)))).toEqual(
      new Set(["unchanged", "skipped"]),
    );
    const changes = actions((await stack.write(stackOf(name, true)).apply()).changes);
    const having = (action: string) =>
      Object.keys(changes)
        .filter((address) => changes[address] === action)
        .map((address) => address.replace(/\..*$/, ""));
    expect(having("replaced")).toEqual([]);
    expect(new Set(having("updated"))).toEqual(
      new Set([
        "aws_iam_role",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_log_metric_filter",
        "aws_cloudwatch_metric_alarm",
        "aws_sns_topic",
      ]),
    );
    expect((await cloudWatch.send(alarms)).MetricAlarms).toMatchObject([{ Threshold: 3 }]);
    expect(new Set(Object.values(actions((await stack.apply()).changes)))).toEqual(
      new Set(["unchanged", "skipped"]),
    );
    await emptyBucket(s3, name);
    await stack.destroy();
    expect((await cloudWatch.send(alarms)).MetricAlarms).toEqual([]);
  });
});
