/** What no claim notices about alerts and a trail, and why that is right. */
import type { Unnoticed } from "../claim";

export const AUDIT_UNNOTICED: readonly Unnoticed[] = [
  {
    mutants: [
      "aws_iam_role_policy.alert_topic_events_policy EncryptAlerts: without StringEquals kms:ViaService",
      "aws_iam_role_policy.alert_topic_events_policy EncryptAlerts: without StringEquals kms:EncryptionContext:aws:sns:topicArn",
      "aws_iam_role_policy.alert_topic_events_policy EncryptAlerts: for every action",
    ],
    why: "the key policy holds the same conditions; the role's own policy says them for those who read that",
  },
  {
    mutants: ["aws_kms_key.audit_key EventsToTopic: for everybody"],
    why: "the condition names the role, which is one of the account",
  },
  {
    mutants: [
      "aws_s3_bucket_policy.trail_bucket_policy CloudTrailAcl: for every resource",
      "aws_sns_topic_policy.alert_topic_policy PublishAlarms: for every resource",
    ],
    why: "the policy of a bucket or topic is about that one only, and the action takes no object",
  },
];
