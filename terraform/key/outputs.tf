output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.key.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.key.key_id
}

output "aliases" {
  description = "ARNs of the aliases, by name."
  value       = { for name, alias in aws_kms_alias.key : name => alias.arn }
}
