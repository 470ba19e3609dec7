# The bucket of manifests and reports, under SSE-S3: S3 writes reports under nothing else.

locals {
  buckets = {
    reports = { name = coalesce(var.bucket.name, "${var.name}-${local.account_id}-${local.region}"), region = null }
  }
  bucket_settings   = { reports = { sse_s3 = true, key_arn = null, object_lock = null } }
  bucket_statements = { reports = [] }
  other_bucket_arns = {}
  s3_role_arns      = [aws_iam_role.service["job"].arn]
}

resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  for_each = local.buckets

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = each.value.region

  rule {
    id     = "manifests and reports"
    status = "Enabled"

    filter {}
    expiration {
      days = var.bucket.expiration_in_days
    }
    noncurrent_version_expiration {
      noncurrent_days = 7
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_server_side_encryption_configuration.bucket]
}
