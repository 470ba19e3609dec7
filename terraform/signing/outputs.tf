output "region" {
  description = "Region of the keys."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key that signs."
  value       = aws_kms_key.signing.arn
}

output "key_id" {
  description = "Id of the key that signs."
  value       = aws_kms_key.signing.key_id
}

output "key_alias" {
  description = "Alias of the key that signs."
  value       = aws_kms_alias.signing.name
}

output "mac_key_arn" {
  description = "ARN of the HMAC key; null without one."
  value       = one(aws_kms_key.mac[*].arn)
}

output "mac_key_alias" {
  description = "Alias of the HMAC key; null without one."
  value       = one(aws_kms_alias.mac[*].name)
}

output "signer_role_arn" {
  description = "ARN of the role that signs."
  value       = aws_iam_role.role["signer"].arn
}

output "verifier_role_arn" {
  description = "ARN of the role that verifies."
  value       = aws_iam_role.role["verifier"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}
