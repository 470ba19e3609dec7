output "alert_topic_arn" {
  description = "ARN of the topic that tells of alerts."
  value       = aws_sns_topic.alerts[0].arn
}

output "audit_key_arn" {
  description = "ARN of the key that encrypts alerts and log files."
  value       = aws_kms_key.audit[0].arn
}

output "trail_bucket_name" {
  description = "Name of the bucket with the log files."
  value       = aws_s3_bucket.trail[0].bucket
}
