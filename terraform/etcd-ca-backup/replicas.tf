# What is in other regions: replicas of the key, and a second bucket that S3 copies every new backup to. Nobody adds
# anything there.

locals {
  has_replica     = var.bucket.replica != null
  has_own_replica = local.has_replica && try(var.bucket.replica.account, null) == null
  replica_region  = try(var.bucket.replica.region, "")

  replica_bucket = try(
    coalesce(try(var.bucket.replica.account.bucket, null), var.bucket.replica.name),
    "${var.name}-${local.account_id}-${local.replica_region}",
  )
  replica_arn = "arn:${local.partition}:s3:::${local.replica_bucket}"
  # S3 uses another account's key for another account's bucket.
  replica_key_arn = try(var.bucket.replica.account.key_arn, aws_kms_replica_key.backups[local.replica_region].arn, null)

  replica_account_id = try(var.bucket.replica.account.id, null)
  # Deletions are not copied: what somebody deletes in the one region is still there in the other.
  replication         = { delete_markers = false, storage_class = null, replication_time = false, metrics = false }
  replicated_bucket   = "backups"
  replicated_prefixes = [""]
  # A job copies the backups alone.
  batch_prefixes = local.prefixes
  batch          = try(var.bucket.replica.batch_replication, null)

  s3_role_arns = concat(aws_iam_role.replication[*].arn, aws_iam_role.batch_replication[*].arn)
}

# A copy of the key's material: it opens there what the key sealed.
resource "aws_kms_replica_key" "backups" {
  for_each = toset(var.key.replica_regions)

  description             = aws_kms_key.backups.description
  region                  = each.key
  primary_key_arn         = aws_kms_key.backups.arn
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        local.root_statement.key,
        {
          Sid       = "Administrator"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["administrator"].arn }
          Action    = local.manage_key_actions
          Resource  = "*"
        },
        {
          Sid       = "RestorerEnvelope"
          Effect    = "Allow"
          Principal = { AWS = local.reader_arns }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = local.backup_context
        },
      ],
      [for statement in [{
        Sid       = "RestorerBucket"
        Effect    = "Allow"
        Principal = { AWS = local.reader_arns }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = {
          StringEquals = {
            "kms:ViaService"                   = "s3.${each.key}.amazonaws.com"
            "kms:EncryptionContext:aws:s3:arn" = local.replica_arn
          }
        }
      }] : statement if local.has_own_replica && each.key == local.replica_region],
      [{
        Sid       = "RestorerDescribe"
        Effect    = "Allow"
        Principal = { AWS = local.reader_arns }
        Action    = "kms:DescribeKey"
        Resource  = "*"
      }],
      local.deny_earlier_deletion.key,
      [for statement in local.copy_statements : statement if local.has_own_replica && each.key == local.replica_region],
      local.key_perimeter,
    )
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "replica" {
  for_each = aws_kms_replica_key.backups

  name          = var.key.alias
  region        = each.key
  target_key_id = each.value.key_id
}
