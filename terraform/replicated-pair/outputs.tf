output "bucket_arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.bucket["source"].arn
}

output "replica_arn" {
  description = "ARN of the bucket with the copies."
  value       = aws_s3_bucket.bucket["replica"].arn
}

output "role_arn" {
  description = "ARN of the role with which S3 copies, for the policies of the keys."
  value       = aws_iam_role.replication.arn
}
