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
        {
          Sid       = "Root"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action    = var.key.root_statement == "full" ? ["kms:*"] : local.manage_key_actions
          Resource  = "*"
        },
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
          Principal = { AWS = aws_iam_role.role["restorer"].arn }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = local.backup_context
        },
      ],
      [for statement in [{
        Sid       = "RestorerBucket"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.role["restorer"].arn }
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
        Principal = { AWS = aws_iam_role.role["restorer"].arn }
        Action    = "kms:DescribeKey"
        Resource  = "*"
      }],
      local.deny_earlier_deletion,
      [for statement in local.copy_statements : statement if local.has_own_replica && each.key == local.replica_region],
      local.key_perimeter,
    )
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy
  }
}

resource "aws_kms_alias" "replica" {
  for_each = aws_kms_replica_key.backups

  name          = var.key.alias
  region        = each.key
  target_key_id = each.value.key_id
}

# The role with which S3 copies.
resource "aws_iam_role" "replication" {
  count = local.has_replica ? 1 : 0

  name                 = "${var.name}-replication"
  description          = "Copies new objects of ${local.buckets.backups.name} to where they are kept twice."
  path                 = var.roles.path
  permissions_boundary = var.roles.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TrustService"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "replication" {
  count = length(aws_iam_role.replication)

  name = "replication"
  role = aws_iam_role.replication[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "ReplicationConfiguration"
          Effect   = "Allow"
          Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
          Resource = aws_s3_bucket.bucket["backups"].arn
        },
        {
          Sid    = "ReplicationRead"
          Effect = "Allow"
          Action = concat(
            ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            var.bucket.object_lock == null ? [] : ["s3:GetObjectLegalHold", "s3:GetObjectRetention"],
          )
          Resource = "${aws_s3_bucket.bucket["backups"].arn}/*"
        },
        {
          Sid    = "ReplicationWrite"
          Effect = "Allow"
          Action = concat(
            ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
            local.has_own_replica ? [] : ["s3:ObjectOwnerOverrideToBucketOwner"],
          )
          Resource = "${local.replica_arn}/*"
        },
      ],
      [for statement in [{
        Sid    = "ReplicationTarget"
        Effect = "Allow"
        Action = [
          "s3:GetBucketVersioning",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
          "s3:ListBucketVersions",
        ]
        Resource = local.replica_arn
      }] : statement if !local.has_own_replica],
    )
  })
}

# Deletions are not copied: what somebody deletes in the one region is still there in the other.
resource "aws_s3_bucket_replication_configuration" "backups" {
  count = length(aws_iam_role.replication)

  bucket = aws_s3_bucket.bucket["backups"].bucket
  role   = aws_iam_role.replication[0].arn

  rule {
    id       = "replicate-1"
    priority = 1
    status   = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Disabled"
    }
    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }
    destination {
      bucket  = local.replica_arn
      account = try(var.bucket.replica.account.id, null)

      encryption_configuration {
        replica_kms_key_id = local.replica_key_arn
      }
      dynamic "access_control_translation" {
        for_each = local.has_own_replica ? [] : ["Destination"]

        content {
          owner = access_control_translation.value
        }
      }
    }
  }

  # A copy needs all of it.
  depends_on = [aws_s3_bucket_policy.bucket, aws_iam_role_policy.replication, aws_iam_role_policy.key_use]
}
