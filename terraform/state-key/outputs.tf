output "region" {
  description = "Region of key and bucket."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.states.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.states.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.states.name
}

output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.bucket["states"].bucket
}

output "prefixes" {
  description = "Object-key prefixes of the states."
  value       = var.prefixes
}

output "deployer_role_arn" {
  description = "ARN of the role that applies."
  value       = aws_iam_role.role["deployer"].arn
}

output "reader_role_arn" {
  description = "ARN of the role that plans."
  value       = aws_iam_role.role["reader"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}

output "replicas" {
  description = "What is in other regions, by region; null where nothing is."
  value = length(var.key.replica_regions) == 0 ? null : {
    for region, key in aws_kms_replica_key.states : region => { key_arn = key.arn, key_id = key.key_id, key_alias = var.key.alias }
  }
}

output "tofu_encryption" {
  description = "OpenTofu's encryption block, for one state."
  value       = local.encryption_blocks.external
}

output "tofu_encryption_aws_kms" {
  description = "The same with OpenTofu's own key provider; null where the key does not let it in."
  value       = var.key.allow_aws_kms_provider ? local.encryption_blocks.aws_kms : null
}

output "s3_backend" {
  description = "Backend of Terraform and OpenTofu, for one state."
  value       = local.backend_block
}
