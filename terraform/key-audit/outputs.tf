output "region" {
  description = "Region of keys and alerts."
  value       = local.region
}

output "alert_topic_arn" {
  description = "ARN of the topic that alerts go to."
  value       = aws_sns_topic.alerts[0].arn
}

output "audit_key_arn" {
  description = "ARN of the key that encrypts alerts and log files."
  value       = aws_kms_key.audit[0].arn
}

output "trail_bucket" {
  description = "Name of the bucket with the log files of the trail; null without one."
  value       = one(aws_s3_bucket.trail[*].bucket)
}
