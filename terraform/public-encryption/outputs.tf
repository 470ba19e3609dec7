output "region" {
  description = "Region of the key."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key, which messages name."
  value       = aws_kms_key.public.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.public.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.public.name
}

output "opener_role_arn" {
  description = "ARN of the role that opens."
  value       = aws_iam_role.role["opener"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}
