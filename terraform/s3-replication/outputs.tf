output "region" {
  description = "Region of the first bucket and its key."
  value       = local.region
}

output "account_id" {
  description = "Account of the module."
  value       = local.account_id
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.source.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.source.key_id
}

output "key_alias" {
  description = "Alias of the keys."
  value       = aws_kms_alias.source.name
}

output "bucket" {
  description = "Name of the first bucket."
  value       = aws_s3_bucket.bucket["source"].bucket
}

output "replicas" {
  description = "Where the replicas are, by region."
  value = {
    (var.destination.region) = merge(
      { bucket = local.replica_bucket, key_arn = local.replica_key_arn },
      { for key in aws_kms_key.replica : "key_id" => key.key_id },
      { for alias in aws_kms_alias.replica : "key_alias" => alias.name },
    )
  }
}

output "replication_role_arn" {
  description = "ARN of the role with which S3 copies."
  value       = one(aws_iam_role.replication[*].arn)
}

output "writer_role_arn" {
  description = "ARN of the role that writes objects."
  value       = aws_iam_role.role["writer"].arn
}

output "reader_role_arn" {
  description = "ARN of the role that reads objects."
  value       = aws_iam_role.role["reader"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}

output "batch_replication_role_arn" {
  description = "ARN of the role of Batch Replication jobs; null without them."
  value       = one(aws_iam_role.batch_replication[*].arn)
}

output "reports_bucket" {
  description = "Name of the bucket for their reports; null without them."
  value       = one([for name, bucket in aws_s3_bucket.bucket : bucket.bucket if name == "reports"])
}
