/** CloudWatch: metric alarms. */
import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { tagList } from "../sdk";

const alarmSchema = z.strictObject({
  alarm_name: z.string(),
  alarm_description: z.string().default(""),
  namespace: z.string(),
  metric_name: z.string(),
  statistic: z.enum(["Sum", "Average", "Maximum", "Minimum", "SampleCount"]),
  period: z.number(),
  evaluation_periods: z.number(),
  comparison_operator: z.enum([
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
  ]),
  threshold: z.number(),
  treat_missing_data: z.string().default("missing"),
  alarm_actions: z.array(z.string()).default([]),
  /** Sent, but not read: LocalStack 4.9.2 shows none. */
  tags,
});
type Alarm = z.output<typeof alarmSchema>;

export const cloudwatchMetricAlarm = resourceType(alarmSchema, {
  replaceOn: ["alarm_name"],
  async create({ cloudWatch }, wanted) {
    await putAlarm(cloudWatch, wanted);
    return { id: wanted.alarm_name };
  },
  async read({ cloudWatch }, id) {
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [id] }));
    const [alarm] = MetricAlarms;
    if (alarm === undefined) return undefined;
    const facts = Object.fromEntries(
      FACTS.map((name) => [name, alarm[name] ?? (name === "AlarmDescription" ? "" : undefined)]),
    );
    return { facts, computed: { id, arn: alarm.AlarmArn } };
  },
  facts: (wanted) => settings(wanted),
  update: ({ cloudWatch }, _id, wanted) => putAlarm(cloudWatch, wanted),
  async remove({ cloudWatch }, id) {
    // Succeeds where there is none.
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
    return undefined;
  },
});

function settings(wanted: Alarm) {
  return {
    AlarmDescription: wanted.alarm_description,
    Namespace: wanted.namespace,
    MetricName: wanted.metric_name,
    Statistic: wanted.statistic,
    Period: wanted.period,
    EvaluationPeriods: wanted.evaluation_periods,
    ComparisonOperator: wanted.comparison_operator,
    Threshold: wanted.threshold,
    TreatMissingData: wanted.treat_missing_data,
    AlarmActions: wanted.alarm_actions,
  } satisfies Omit<PutMetricAlarmCommandInput, "AlarmName">;
}

const FACTS = [
  "AlarmDescription",
  "Namespace",
  "MetricName",
  "Statistic",
  "Period",
  "EvaluationPeriods",
  "ComparisonOperator",
  "Threshold",
  "TreatMissingData",
  "AlarmActions",
] as const satisfies readonly (keyof ReturnType<typeof settings>)[];

async function putAlarm(cloudWatch: CloudWatchClient, wanted: Alarm): Promise<void> {
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: wanted.alarm_name,
      ...settings(wanted),
      ...(Object.keys(wanted.tags).length === 0 ? {} : { Tags: tagList(wanted.tags) }),
    }),
  );
}
