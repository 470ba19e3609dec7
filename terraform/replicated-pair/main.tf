# A bucket, and another one that S3 copies every new object to. Nobody else adds anything there.

locals {
  buckets = {
    source  = { name = var.bucket.name, region = null }
    replica = { name = var.replica.name, region = var.replica.region }
  }
  bucket_settings = {
    source = {
      key_arn                       = var.bucket.kms_key_arn
      retentions                    = var.bucket.retentions
      object_lock                   = var.bucket.object_lock
      noncurrent_expiration_in_days = null
    }
    # S3 refuses to copy what is locked to where nothing is.
    replica = {
      key_arn                       = var.replica.kms_key_arn
      retentions                    = var.replica.retentions == null ? var.bucket.retentions : var.replica.retentions
      object_lock                   = var.bucket.object_lock
      noncurrent_expiration_in_days = null
    }
  }

  # Whoever puts objects under a key of his own takes them hostage, at once and whatever their size.
  deny_encryption_update = {
    for name in keys(local.buckets) : name => [{
      Sid       = "DenyEncryptionUpdate"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:UpdateObjectEncryption"
      Resource  = "${aws_s3_bucket.bucket[name].arn}/*"
    }]
  }
  bucket_statements = {
    source = local.deny_encryption_update.source
    # Deletions are not its business: object lock and versions are.
    replica = concat(local.deny_encryption_update.replica, [{
      Sid       = "DenyOtherWriters"
      Effect    = "Deny"
      Principal = "*"
      Action = [
        "s3:ObjectOwnerOverrideToBucketOwner",
        "s3:PutObject",
        "s3:PutObjectAcl",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionAcl",
        "s3:PutObjectVersionTagging",
        "s3:ReplicateDelete",
        "s3:ReplicateObject",
        "s3:ReplicateTags",
      ]
      Resource  = "${aws_s3_bucket.bucket["replica"].arn}/*"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = concat([aws_iam_role.replication.arn], var.replica.other_writer_arns) } }
    }])
  }
  bucket_perimeter = { source = [], replica = [] }

  replica_region = coalesce(var.replica.region, local.region)
  prefixes       = distinct([for rule in var.rules : coalesce(rule.prefix, "-") == "-" ? "" : rule.prefix])
  # Without those that another one holds already.
  widest_prefixes = [
    for prefix in local.prefixes : prefix if !anytrue([for other in local.prefixes : other != prefix && startswith(prefix, other)])
  ]
}

resource "aws_s3_bucket_replication_configuration" "pair" {
  bucket = aws_s3_bucket.bucket["source"].bucket
  role   = aws_iam_role.replication.arn

  dynamic "rule" {
    for_each = var.rules

    content {
      id       = "replicate-${rule.key + 1}"
      priority = rule.key + 1
      status   = rule.value.enabled ? "Enabled" : "Disabled"

      # One criterion stands alone, several stand in `and`; S3 refuses any other form.
      filter {
        prefix = length(rule.value.tags) == 0 ? rule.value.prefix : null

        dynamic "tag" {
          for_each = rule.value.prefix == null && length(rule.value.tags) == 1 ? rule.value.tags : {}

          content {
            key   = tag.key
            value = tag.value
          }
        }
        dynamic "and" {
          for_each = length(rule.value.tags) > (rule.value.prefix == null ? 1 : 0) ? [rule.value] : []

          content {
            prefix = and.value.prefix
            tags   = and.value.tags
          }
        }
      }
      # Versions are never deleted by replication.
      delete_marker_replication {
        status = rule.value.delete_markers ? "Enabled" : "Disabled"
      }
      source_selection_criteria {
        sse_kms_encrypted_objects {
          status = "Enabled"
        }
        dynamic "replica_modifications" {
          for_each = rule.value.replica_modifications ? ["Enabled"] : []

          content {
            status = replica_modifications.value
          }
        }
      }
      destination {
        bucket        = aws_s3_bucket.bucket["replica"].arn
        storage_class = rule.value.storage_class

        encryption_configuration {
          replica_kms_key_id = var.replica.kms_key_arn
        }
        # S3 takes no other time.
        dynamic "replication_time" {
          for_each = rule.value.replication_time ? [15] : []

          content {
            status = "Enabled"

            time {
              minutes = replication_time.value
            }
          }
        }
        dynamic "metrics" {
          for_each = coalesce(rule.value.metrics, rule.value.replication_time) ? [rule.value.replication_time] : []

          content {
            status = "Enabled"

            dynamic "event_threshold" {
              for_each = metrics.value ? [15] : []

              content {
                minutes = event_threshold.value
              }
            }
          }
        }
      }
    }
  }

  # A copy needs all of it: what comes until then is not copied.
  depends_on = [
    aws_iam_role_policy.key_use,
    aws_iam_role_policy.replication,
    aws_s3_bucket_policy.bucket,
  ]

  lifecycle {
    precondition {
      condition     = split(":", var.replica.kms_key_arn)[3] == local.replica_region
      error_message = "the key must be in the bucket's region ${local.replica_region}, got ${split(":", var.replica.kms_key_arn)[3]}"
    }
  }
}
