output "region" {
  description = "Region of bucket and key."
  value       = local.region
}

output "account_id" {
  description = "Account of the module."
  value       = local.account_id
}

output "key_arn" {
  description = "ARN of the key: destination.account.key_arn of the other half."
  value       = aws_kms_key.replicas.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.replicas.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.replicas.name
}

output "bucket" {
  description = "Name of the bucket: destination.account.bucket of the other half."
  value       = aws_s3_bucket.bucket["replicas"].bucket
}

output "reader_role_arn" {
  description = "ARN of the role that reads replicas."
  value       = aws_iam_role.role["reader"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}
