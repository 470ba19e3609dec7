output "region" {
  description = "Region of key and bucket."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.application.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.application.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.application.name
}

output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.bucket["data"].bucket
}

output "user_arn" {
  description = "ARN of the user that uses the key."
  value       = aws_iam_user.application.arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}

output "user_access_key_id" {
  description = "Access key of the user; null without one."
  value       = one(aws_iam_access_key.application[*].id)
  sensitive   = true
}

output "user_secret_access_key" {
  description = "Its secret; null without one."
  value       = one(aws_iam_access_key.application[*].secret)
  sensitive   = true
}
