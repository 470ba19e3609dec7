# The role with which S3 copies new objects, and what is copied. It takes local.has_replica, local.replicated_bucket and
# local.replicated_prefixes ([""] for all), local.replication (as the variable of the preset s3-replication has it), and of
# the other bucket local.replica_arn, local.replica_key_arn and local.replica_account_id (null for this account).

resource "aws_iam_role" "replication" {
  count = local.has_replica ? 1 : 0

  name                 = "${var.name}-replication"
  description          = "Copies new objects of ${local.buckets[local.replicated_bucket].name} to where they are kept twice."
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
          Resource = aws_s3_bucket.bucket[local.replicated_bucket].arn
        },
        {
          Sid    = "ReplicationRead"
          Effect = "Allow"
          Action = concat(
            ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            var.bucket.object_lock == null ? [] : ["s3:GetObjectLegalHold", "s3:GetObjectRetention"],
          )
          Resource = [for prefix in local.replicated_prefixes : "${aws_s3_bucket.bucket[local.replicated_bucket].arn}/${prefix}*"]
        },
        {
          Sid    = "ReplicationWrite"
          Effect = "Allow"
          Action = concat(
            ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
            local.replica_account_id == null ? [] : ["s3:ObjectOwnerOverrideToBucketOwner"],
          )
          Resource = [for prefix in local.replicated_prefixes : "${local.replica_arn}/${prefix}*"]
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
      }] : statement if local.replica_account_id != null],
    )
  })

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}

# A rule for each prefix. Versions are never deleted by replication.
resource "aws_s3_bucket_replication_configuration" "replication" {
  count = length(aws_iam_role.replication)

  bucket = aws_s3_bucket.bucket[local.replicated_bucket].bucket
  role   = aws_iam_role.replication[0].arn

  dynamic "rule" {
    for_each = local.replicated_prefixes

    content {
      id       = "replicate-${rule.key + 1}"
      priority = rule.key + 1
      status   = "Enabled"

      filter {
        prefix = rule.value == "" ? null : rule.value
      }
      delete_marker_replication {
        status = local.replication.delete_markers ? "Enabled" : "Disabled"
      }
      source_selection_criteria {
        sse_kms_encrypted_objects {
          status = "Enabled"
        }
      }
      destination {
        bucket        = local.replica_arn
        account       = local.replica_account_id
        storage_class = local.replication.storage_class

        encryption_configuration {
          replica_kms_key_id = local.replica_key_arn
        }
        dynamic "access_control_translation" {
          for_each = local.replica_account_id == null ? [] : ["Destination"]

          content {
            owner = access_control_translation.value
          }
        }
        dynamic "replication_time" {
          for_each = local.replication.replication_time ? [15] : []

          content {
            status = "Enabled"

            time {
              minutes = replication_time.value
            }
          }
        }
        dynamic "metrics" {
          for_each = coalesce(local.replication.metrics, local.replication.replication_time) ? ["Enabled"] : []

          content {
            status = metrics.value

            dynamic "event_threshold" {
              for_each = local.replication.replication_time ? [15] : []

              content {
                minutes = event_threshold.value
              }
            }
          }
        }
      }
    }
  }

  # A copy needs all of it.
  depends_on = [aws_s3_bucket_policy.bucket, aws_iam_role_policy.replication, aws_iam_role_policy.key_use]
}
