output "region" {
  description = "Region of function and jobs."
  value       = local.region
}

output "bucket" {
  description = "Name of the bucket of the backups."
  value       = var.backups.bucket
}

output "prefixes" {
  description = "Object-key prefixes of the backups."
  value       = var.backups.prefixes
}

output "key_arn" {
  description = "ARN of the key of the newest backups."
  value       = var.backups.key_arns[0]
}

output "fleet_operation" {
  description = "What is done to each backup."
  value       = var.operation
}

output "job_role_arn" {
  description = "ARN of the role that S3 Batch Operations assumes."
  value       = aws_iam_role.service["job"].arn
}

output "manifest_location" {
  description = "Where manifests of jobs are stored."
  value       = "s3://${aws_s3_bucket.bucket["reports"].bucket}/manifests"
}

output "report_location" {
  description = "Where reports of jobs are written."
  value       = "s3://${aws_s3_bucket.bucket["reports"].bucket}/reports"
}

output "function_arn" {
  description = "ARN of the version of the function; null where S3 does the operation itself."
  value       = one(aws_lambda_function.fleet[*].qualified_arn)
}

output "function_role_arn" {
  description = "ARN of the role of the function, which that of the backups has to trust; null where there is none."
  value       = try(aws_iam_role.service["function"].arn, null)
}

output "state_machine_arn" {
  description = "ARN of the state machine; null where there is none."
  value       = one(aws_sfn_state_machine.fleet[*].arn)
}
