/** Names of what the stack prints. */
export const OUTPUT = {
  region: "region",
  topicArn: "alert_topic_arn",
  auditKeyArn: "audit_key_arn",
  trailBucket: "trail_bucket",
} as const;
