# A bucket in each region. New objects of each are copied to all others.

locals {
  buckets = {
    for place, region in local.regions : place => {
      name   = lookup(var.bucket.names, region, "${var.name}-${local.account_id}-${region}")
      region = place == "first" ? null : region
    }
  }
  bucket_settings = {
    for place, arn in local.key_arns : place => {
      key_arn                       = arn
      retentions                    = []
      object_lock                   = null
      noncurrent_expiration_in_days = var.bucket.noncurrent_expiration_in_days
    }
  }
  bucket_statements = {
    for place in keys(local.regions) : place => [
      # With it, whoever may write could put the objects under another key, in place.
      {
        Sid       = "DenyEncryptionUpdate"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:UpdateObjectEncryption"
        Resource  = "${local.bucket_arns[place]}/*"
      },
      # Nobody but the region's writer and the replication from elsewhere.
      {
        Sid       = "DenyOtherWriters"
        Effect    = "Deny"
        Principal = "*"
        Action    = local.write_object_actions
        Resource  = "${local.bucket_arns[place]}/*"
        Condition = {
          ArnNotEquals = {
            "aws:PrincipalArn" = concat(
              [for from, role in aws_iam_role.replication : role.arn if from != place],
              [local.writer_arns[place]],
            )
          }
        }
      },
    ]
  }
  other_bucket_arns = {}
  s3_role_arns      = values(aws_iam_role.replication)[*].arn
}

resource "aws_iam_role" "replication" {
  for_each = local.regions

  name                 = "${var.name}-replication-${each.value}"
  description          = "Copies new objects of ${local.buckets[each.key].name} to where they are kept twice."
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
  for_each = local.regions

  name = "replication"
  role = aws_iam_role.replication[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "ReplicationConfiguration"
          Effect   = "Allow"
          Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
          Resource = aws_s3_bucket.bucket[each.key].arn
        },
        {
          Sid      = "ReplicationRead"
          Effect   = "Allow"
          Action   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
          Resource = "${aws_s3_bucket.bucket[each.key].arn}/*"
        },
      ],
      [for index, to in [for to in keys(local.regions) : to if to != each.key] : {
        Sid      = "ReplicationWrite${index == 0 ? "" : index + 1}"
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.bucket[to].arn}/*"
      }],
    )
  })
}

# S3 does not copy what is a copy, and deletions are not copied: what is deleted in one region is still there in another.
resource "aws_s3_bucket_replication_configuration" "replication" {
  for_each = local.regions

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = local.buckets[each.key].region
  role   = aws_iam_role.replication[each.key].arn

  dynamic "rule" {
    for_each = [for to in keys(local.regions) : to if to != each.key]

    content {
      id       = "replicate-${rule.key + 1}"
      priority = rule.key + 1
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
        bucket = aws_s3_bucket.bucket[rule.value].arn

        encryption_configuration {
          replica_kms_key_id = local.key_arns[rule.value]
        }
      }
    }
  }

  # A copy needs all of it.
  depends_on = [aws_s3_bucket_policy.bucket, aws_iam_role_policy.replication]
}
