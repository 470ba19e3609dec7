output "region" {
  description = "Region of key and bucket."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.backups.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.backups.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.backups.name
}

output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.bucket["backups"].bucket
}

output "prefixes" {
  description = "Object-key prefixes of the backups."
  value       = local.prefixes
}

output "retention_days" {
  description = "Days that backups are kept, by prefix."
  value       = { for one in var.bucket.prefixes : one.prefix => one.expiration_in_days }
}

output "writer_role_arn" {
  description = "ARN of the role that adds backups."
  value       = aws_iam_role.role["writer"].arn
}

output "restorer_role_arn" {
  description = "ARN of the role that restores and verifies."
  value       = aws_iam_role.role["restorer"].arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}

output "keeper_role_arn" {
  description = "ARN of the role that sets delete markers and holds; null without it."
  value       = one([for name, role in aws_iam_role.role : role.arn if name == "keeper"])
}

output "tester_role_arn" {
  description = "ARN of the role that restores for a trial; null without it."
  value       = one([for name, role in aws_iam_role.role : role.arn if name == "tester"])
}

output "rekeyer_role_arn" {
  description = "ARN of the role that puts backups under a newer key; null without it."
  value       = one([for name, role in aws_iam_role.role : role.arn if name == "rekeyer"])
}

output "writer_instance_profile" {
  description = "Instance profile for the hosts; null where EC2 is not trusted."
  value       = one(values(aws_iam_instance_profile.role)[*].name)
}

output "writer_roles_anywhere_profile_arn" {
  description = "Profile of IAM Roles Anywhere for the hosts; null where no certificate is trusted."
  value       = one(values(aws_rolesanywhere_profile.role)[*].arn)
}

output "writer_user_arn" {
  description = "ARN of the user that adds backups; null without one."
  value       = one(aws_iam_user.writer[*].arn)
}

output "writer_user_access_key_id" {
  description = "Access key of that user; null without one."
  value       = one(aws_iam_access_key.writer[*].id)
  sensitive   = true
}

output "writer_user_secret_access_key" {
  description = "Its secret; null without one."
  value       = one(aws_iam_access_key.writer[*].secret)
  sensitive   = true
}

output "ansible_vault" {
  description = "Variables for an Ansible vault; they hold no secret."
  value = {
    step_ca_backup_encryption_method = "kms"
    step_ca_backup_kms_key_id        = aws_kms_key.backups.arn
    step_ca_backup_s3_bucket         = aws_s3_bucket.bucket["backups"].bucket
    step_ca_backup_s3_prefix         = contains(local.prefixes, "step-ca/") ? "step-ca/" : local.prefixes[0]
    step_ca_backup_kms_principal     = aws_iam_role.role["writer"].arn
  }
}

output "replicas" {
  description = "What is in other regions, by region; null where nothing is."
  value = length(var.key.replica_regions) == 0 ? null : {
    for region, key in aws_kms_replica_key.backups : region => merge(
      { key_arn = key.arn, key_id = key.key_id, key_alias = var.key.alias },
      local.has_replica && region == local.replica_region ? { bucket = local.replica_bucket } : {},
    )
  }
}

output "batch_replication_role_arn" {
  description = "ARN of the role of Batch Replication jobs; null without them."
  value       = one(aws_iam_role.batch_replication[*].arn)
}

output "reports_bucket" {
  description = "Name of the bucket for their reports; null without them."
  value       = one([for name, bucket in aws_s3_bucket.bucket : bucket.bucket if name == "reports"])
}

output "alert_topic_arn" {
  description = "ARN of the topic that alerts go to; null without an audit."
  value       = one(aws_sns_topic.alerts[*].arn)
}

output "trail_bucket" {
  description = "Name of the bucket with the log files of the trail; null without one."
  value       = one(aws_s3_bucket.trail[*].bucket)
}
