/** Of alerts on what watches: the trail, rules, alarms, logs and the topic. */
import { ACCOUNT, callRecord, REGION, TOPIC_ARN, trailRecord } from "../cloudtrail-records";
import { type AlertCases, trailArn } from "./subjects";

export const WATCHING_CASES = {
  trailChanged: {
    raised: [
      ["by name", trailRecord("StopLogging", { name: "audit" })],
      ["by ARN", trailRecord("DeleteTrail", { name: trailArn("audit") })],
      ["in what it records", trailRecord("PutEventSelectors", { trailName: "audit" })],
      [
        "or tried to be",
        {
          ...trailRecord("StopLogging", {}),
          requestParameters: null,
          errorCode: "AccessDenied",
          errorMessage: `User: x is not authorized to perform: cloudtrail:StopLogging on resource: ${trailArn("audit")} because of y`,
        },
      ],
    ],
    silent: [
      ["another trail", trailRecord("StopLogging", { name: "audit-2" })],
      ["another trail by ARN", trailRecord("StopLogging", { name: trailArn("my-audit") })],
      ["a trail that starts", trailRecord("StartLogging", { name: "audit" })],
    ],
  },
  alertRulesChanged: {
    raised: [
      ["to nothing", callRecord("events", "DeleteRule", { name: "backups-failed-decrypts" })],
      ["off", callRecord("events", "DisableRule", { name: "backups-failed-decrypts" })],
      [
        "to see less",
        callRecord("events", "PutRule", { name: "backups-failed-decrypts", eventPattern: "{}" }),
      ],
      [
        "to tell nobody",
        callRecord("events", "RemoveTargets", { rule: "backups-failed-decrypts", ids: ["topic"] }),
      ],
      ["to tell others", callRecord("events", "PutTargets", { rule: "backups-failed-decrypts" })],
      [
        "or tried to be",
        callRecord("events", "DeleteRule", null, {
          errorCode: "AccessDenied",
          errorMessage: `User: x is not authorized to perform: events:DeleteRule on resource: arn:aws:events:${REGION}:${ACCOUNT}:rule/backups-failed-decrypts because y`,
        }),
      ],
    ],
    silent: [
      ["another rule", callRecord("events", "DeleteRule", { name: "nightly-backups-1" })],
      ["rules that are listed", callRecord("events", "ListRules", { namePrefix: "backups-" })],
    ],
  },
  alarmsChanged: {
    raised: [
      ["to nothing", callRecord("monitoring", "DeleteAlarms", { alarmNames: ["backups-key-disabled"] })],
      [
        "to nothing, among others",
        callRecord("monitoring", "DeleteAlarms", { alarmNames: ["x", "y", "backups-a"] }),
      ],
      [
        "to silence",
        callRecord("monitoring", "DisableAlarmActions", { alarmNames: ["backups-key-disabled"] }),
      ],
      [
        "to another threshold",
        callRecord("monitoring", "PutMetricAlarm", { alarmName: "backups-key-disabled" }),
      ],
      ["by hand", callRecord("monitoring", "SetAlarmState", { alarmName: "backups-key-disabled" })],
      [
        "or tried to be",
        callRecord("monitoring", "DeleteAlarms", null, {
          errorMessage: `User: x is not authorized to perform: cloudwatch:DeleteAlarms on resource: arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:backups-key-disabled because y`,
        }),
      ],
    ],
    silent: [
      ["others", callRecord("monitoring", "DeleteAlarms", { alarmNames: ["x", "nightly-backups-1"] })],
      ["alarms that are listed", callRecord("monitoring", "DescribeAlarms", { alarmNames: ["backups-a"] })],
    ],
  },
  alertLogsChanged: {
    raised: [
      ["to nothing", callRecord("logs", "DeleteLogGroup", { logGroupName: "/audit" })],
      [
        "by the loss of a filter",
        callRecord("logs", "DeleteMetricFilter", { logGroupName: "/audit", filterName: "x" }),
      ],
      [
        "by another filter",
        callRecord("logs", "PutMetricFilter", { logGroupName: "/audit", filterName: "x" }),
      ],
      [
        "to be kept for a day",
        callRecord("logs", "PutRetentionPolicy", { logGroupName: "/audit", retentionInDays: 1 }),
      ],
      [
        "or tried to be",
        callRecord("logs", "DeleteLogGroup", null, {
          errorMessage: `User: x is not authorized to perform: logs:DeleteLogGroup on resource: arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/audit:log-stream: because y`,
        }),
      ],
    ],
    silent: [
      ["another group", callRecord("logs", "DeleteLogGroup", { logGroupName: "/audit-2" })],
      ["records that arrive", callRecord("logs", "PutLogEvents", { logGroupName: "/audit" })],
    ],
  },
  alertTopicChanged: {
    raised: [
      ["to nothing", callRecord("sns", "DeleteTopic", { topicArn: TOPIC_ARN })],
      [
        "in who may publish",
        callRecord("sns", "SetTopicAttributes", { topicArn: TOPIC_ARN, attributeName: "Policy" }),
      ],
      ["by who leaves", callRecord("sns", "Unsubscribe", { subscriptionArn: `${TOPIC_ARN}:0a1b` })],
      ["by who listens", callRecord("sns", "Subscribe", { topicArn: TOPIC_ARN, protocol: "https" })],
      [
        "by a filter",
        callRecord("sns", "SetSubscriptionAttributes", { subscriptionArn: `${TOPIC_ARN}:0a1b` }),
      ],
      [
        "or tried to be",
        callRecord("sns", "DeleteTopic", null, {
          errorMessage: `User: x is not authorized to perform: SNS:DeleteTopic on resource: ${TOPIC_ARN} because y`,
        }),
      ],
    ],
    silent: [
      ["another topic", callRecord("sns", "DeleteTopic", { topicArn: `${TOPIC_ARN}-2` })],
      [
        "who leaves another one",
        callRecord("sns", "Unsubscribe", { subscriptionArn: `${TOPIC_ARN}-2:0a1b` }),
      ],
      ["what is published", callRecord("sns", "Publish", { topicArn: TOPIC_ARN })],
    ],
  },
} satisfies Readonly<Record<string, AlertCases>>;
