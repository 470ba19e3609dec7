output "region" {
  description = "Region of the key."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.snapshots.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.snapshots.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.snapshots.name
}

output "snapshot_accounts" {
  description = "Accounts that may copy; null on side target."
  value       = local.is_source ? local.accounts : null
}

output "sharer_role_arn" {
  description = "ARN of the role that shares; null on side target."
  value       = try(aws_iam_role.role["sharer"].arn, null)
}

output "source_key_arns" {
  description = "Keys of the sources; null on side source."
  value       = local.is_source ? null : local.source_key_arns
}

output "copier_role_arn" {
  description = "ARN of the role that copies; null on side source."
  value       = try(aws_iam_role.role["copier"].arn, null)
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}
