output "key_arn" {
  description = "ARN of the primary."
  value       = aws_kms_key.primary.arn
}

output "key_id" {
  description = "Id of the key, the same in every region."
  value       = aws_kms_key.primary.key_id
}

output "replica_arns" {
  description = "ARNs of the replicas, by region."
  value       = { for region, replica in aws_kms_replica_key.replica : region => replica.arn }
}
