output "region" {
  description = "Region of the vault."
  value       = local.vault_region
}

output "account_id" {
  description = "Account of the module."
  value       = local.account_id
}

output "key_arn" {
  description = "ARN of the vault's key."
  value       = var.vault.key_arn
}

output "bucket" {
  description = "Name of the vault's bucket."
  value       = var.vault.bucket
}

output "prefix" {
  description = "Start of all object keys."
  value       = local.prefix
}

output "writer_role_arn" {
  description = "ARN of the role that adds copies."
  value       = aws_iam_role.role["writer"].arn
}

output "restorer_role_arn" {
  description = "ARN of the role that reads copies; null without it."
  value       = one([for name, role in aws_iam_role.role : role.arn if name == "restorer"])
}
