/**
 * Trail, logs, alarms, rules and topics of alerts, and profiles of IAM Roles Anywhere: by names, but for the last.
 *
 * Sources: Service Authorization Reference of each service, for what an action takes; terraform-provider-aws 6, `internal/service/{cloudtrail,logs,
 * cloudwatch,events,sns,rolesanywhere}`.
 */
import { also, anywhere, arnIn, type Row, rowOn } from "../row";
import type { Block } from "../stack-blocks";
import { STACK_TAG } from "../stack-tag";
import { passRole } from "./pass-role";

/** ARNs of something with a name. @param kind what stands before the name in the ARN */
const byName =
  (service: string, kind: string, attribute = "name") =>
  (block: Block, env: Parameters<Row["read"]>[1]) => [
    arnIn(env, service, block.region, `${kind}${block.text(attribute)}`),
  ];

const trail = rowOn(byName("cloudtrail", "trail/"), {
  read: [
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetInsightSelectors",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListTags",
  ],
  change: [
    "cloudtrail:AddTags",
    "cloudtrail:CreateTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:RemoveTags",
    "cloudtrail:StartLogging",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
  ],
  remove: ["cloudtrail:DeleteTrail"],
});

const logGroup = rowOn(byName("logs", "log-group:"), {
  read: ["logs:ListTagsForResource"],
  change: [
    "logs:AssociateKmsKey",
    "logs:CreateLogGroup",
    "logs:DeleteRetentionPolicy",
    "logs:DisassociateKmsKey",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
    "logs:UntagResource",
  ],
  remove: ["logs:DeleteLogGroup"],
});

/** Calls on a topic; a subscription's ARN begins with its topic's, and the service judges the topic. */
const topicOf = (attribute: string) => (block: Block, env: Parameters<Row["read"]>[1]) => {
  const topic = block.target(attribute);
  return topic === undefined ? block.texts(attribute) : [arnIn(env, "sns", topic.region, topic.text("name"))];
};

const profileTag = `aws:ResourceTag/${STACK_TAG}`;
const profile: Row = {
  read: (block, env) => [
    {
      actions: ["rolesanywhere:GetProfile"],
      resources: [arnIn(env, "rolesanywhere", block.region, "profile/*")],
    },
    { actions: ["rolesanywhere:ListTagsForResource"], resources: ["*"] },
  ],
  change: (block, env) => [
    {
      actions: ["rolesanywhere:CreateProfile"],
      resources: ["*"],
      conditions: {
        StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: env.stack, "aws:RequestedRegion": block.region },
      },
    },
    // Tags at the creation need it, too: of a profile that is not tagged yet.
    {
      actions: ["rolesanywhere:TagResource"],
      resources: [arnIn(env, "rolesanywhere", block.region, "profile/*")],
      conditions: {
        StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: env.stack },
        Null: { [profileTag]: "true" },
      },
    },
    {
      actions: [
        "rolesanywhere:DisableProfile",
        "rolesanywhere:EnableProfile",
        "rolesanywhere:TagResource",
        "rolesanywhere:UntagResource",
        "rolesanywhere:UpdateProfile",
      ],
      resources: [arnIn(env, "rolesanywhere", block.region, "profile/*")],
      conditions: { StringEquals: { [profileTag]: env.stack } },
    },
  ],
  remove: (block, env) => [
    {
      actions: ["rolesanywhere:DeleteProfile"],
      resources: [arnIn(env, "rolesanywhere", block.region, "profile/*")],
      conditions: { StringEquals: { [profileTag]: env.stack } },
    },
  ],
};

export const AUDIT_ROWS: Readonly<Record<string, Row>> = {
  aws_cloudtrail: also(trail, {
    read: anywhere("cloudtrail:DescribeTrails"),
    change: passRole("cloud_watch_logs_role_arn", "cloudtrail"),
  }),
  aws_cloudwatch_event_rule: rowOn(byName("events", "rule/"), {
    read: ["events:DescribeRule", "events:ListTagsForResource"],
    change: [
      "events:DisableRule",
      "events:EnableRule",
      "events:PutRule",
      "events:TagResource",
      "events:UntagResource",
    ],
    remove: ["events:DeleteRule"],
  }),
  aws_cloudwatch_event_target: also(
    rowOn(byName("events", "rule/", "rule"), {
      read: ["events:ListTargetsByRule"],
      change: ["events:PutTargets"],
      remove: ["events:RemoveTargets"],
    }),
    { change: passRole("role_arn", "events") },
  ),
  aws_cloudwatch_log_group: also(logGroup, { read: anywhere("logs:DescribeLogGroups") }),
  aws_cloudwatch_log_metric_filter: rowOn(byName("logs", "log-group:", "log_group_name"), {
    read: ["logs:DescribeMetricFilters"],
    change: ["logs:PutMetricFilter"],
    remove: ["logs:DeleteMetricFilter"],
  }),
  aws_cloudwatch_metric_alarm: rowOn(byName("cloudwatch", "alarm:", "alarm_name"), {
    read: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    change: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"],
    remove: ["cloudwatch:DeleteAlarms"],
  }),
  aws_rolesanywhere_profile: also(profile, { change: passRole("role_arns", "rolesanywhere") }),
  aws_sns_topic: rowOn(byName("sns", ""), {
    read: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
    change: ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"],
    remove: ["sns:DeleteTopic"],
  }),
  aws_sns_topic_policy: rowOn(topicOf("arn"), {
    read: ["sns:GetTopicAttributes"],
    change: ["sns:SetTopicAttributes"],
    remove: ["sns:SetTopicAttributes"],
  }),
  aws_sns_topic_subscription: rowOn(topicOf("topic_arn"), {
    read: ["sns:GetSubscriptionAttributes", "sns:ListSubscriptionsByTopic"],
    change: ["sns:SetSubscriptionAttributes", "sns:Subscribe"],
    remove: ["sns:Unsubscribe"],
  }),
};
