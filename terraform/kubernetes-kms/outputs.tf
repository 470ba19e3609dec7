output "region" {
  description = "Region of the key."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.kubernetes.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.kubernetes.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.kubernetes.name
}

output "node_role_arn" {
  description = "ARN of the role of the control plane's nodes."
  value       = aws_iam_role.role["node"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}

output "node_instance_profile" {
  description = "Instance profile for the nodes; null where EC2 is not trusted."
  value       = one(values(aws_iam_instance_profile.role)[*].name)
}

output "node_roles_anywhere_profile_arn" {
  description = "Profile of IAM Roles Anywhere for the nodes; null where no certificate is trusted."
  value       = one(values(aws_rolesanywhere_profile.role)[*].arn)
}

# As JSON, which is YAML too, it is the file that `sealstack kms-plugin --config` reads.
output "kms_plugin" {
  description = "Configuration of sealstack kms-plugin; it holds no secret."
  value = {
    region = local.region
    keys = {
      (var.name) = {
        key               = var.plugin.key_by == "alias" ? aws_kms_alias.kubernetes.name : aws_kms_key.kubernetes.arn
        listen            = var.plugin.listen
        encryptionContext = var.plugin.encryption_context
        previous          = var.key.previous_key_arns
      }
    }
  }
}
