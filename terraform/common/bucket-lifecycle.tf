# What the buckets of local.buckets remove, and when. Of local.bucket_settings it takes `retentions` (by prefix, as the
# module's variable has them) and `noncurrent_expiration_in_days` (null for none).

resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  for_each = local.buckets

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = each.value.region

  # An object that expires turns noncurrent, behind a delete marker.
  dynamic "rule" {
    for_each = local.bucket_settings[each.key].retentions

    content {
      id     = "expire ${rule.value.prefix}"
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }
      expiration {
        days = rule.value.expiration_in_days
      }
      noncurrent_version_expiration {
        noncurrent_days = rule.value.noncurrent_expiration_in_days
      }
      abort_incomplete_multipart_upload {
        days_after_initiation = rule.value.abort_incomplete_multipart_upload_in_days
      }
    }
  }

  # S3 does not take it in the rule above.
  dynamic "rule" {
    for_each = local.bucket_settings[each.key].retentions

    content {
      id     = "remove delete markers ${rule.value.prefix}"
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }
      expiration {
        expired_object_delete_marker = true
      }
    }
  }

  # What was replaced or deleted anywhere in the bucket would be paid for, for ever.
  dynamic "rule" {
    for_each = local.bucket_settings[each.key].noncurrent_expiration_in_days[*]

    content {
      id     = "expire noncurrent versions"
      status = "Enabled"

      filter {}
      noncurrent_version_expiration {
        noncurrent_days = rule.value
      }
    }
  }

  # Elsewhere in the bucket, parts of uploads that broke off would be paid for, for ever. Not sooner than any rule above.
  rule {
    id     = "abort incomplete multipart uploads"
    status = "Enabled"

    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = max(7, local.bucket_settings[each.key].retentions[*].abort_incomplete_multipart_upload_in_days...)
    }
  }

  depends_on = [
    aws_s3_bucket_object_lock_configuration.bucket,
    aws_s3_bucket_server_side_encryption_configuration.bucket,
  ]
}
