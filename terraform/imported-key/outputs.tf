output "region" {
  description = "Region of the keys."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the current key."
  value       = aws_kms_external_key.imported[local.current_version].arn
}

output "key_id" {
  description = "Id of the current key."
  value       = aws_kms_external_key.imported[local.current_version].id
}

output "key_alias" {
  description = "Alias of the current key."
  value       = aws_kms_alias.imported.name
}

output "key_versions" {
  description = "Keys in the order in which they encrypt."
  value = [
    for version in var.key.versions : { version = version, arn = aws_kms_external_key.imported[version].arn }
  ]
}

output "key_version" {
  description = "Which of them is current."
  value       = local.current_version
}

output "user_role_arn" {
  description = "ARN of the role that encrypts and opens."
  value       = aws_iam_role.role["user"].arn
}

output "importer_role_arn" {
  description = "ARN of the role that imports material."
  value       = aws_iam_role.role["importer"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}
