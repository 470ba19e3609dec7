# A private bucket that keeps every version, encrypted under one key. S3 takes one change of a bucket at a time: the parts
# wait for each other.

resource "aws_s3_bucket" "bucket" {
  #checkov:skip=CKV_AWS_144:a copy in another region is a decision of its own, with a bucket and a key of its own
  bucket = var.name
  tags   = var.tags

  # No object_lock_enabled: to change it would replace the bucket. The lock configuration switches it on.
  lifecycle {
    prevent_destroy = true # var.prevent_destroy
  }
}

resource "aws_s3_bucket_public_access_block" "bucket" {
  bucket                  = aws_s3_bucket.bucket.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Access by policies alone.
resource "aws_s3_bucket_ownership_controls" "bucket" {
  bucket = aws_s3_bucket.bucket.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.bucket]
}

resource "aws_s3_bucket_versioning" "bucket" {
  bucket = aws_s3_bucket.bucket.bucket

  versioning_configuration {
    status = "Enabled"
  }

  depends_on = [aws_s3_bucket_ownership_controls.bucket]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "bucket" {
  bucket = aws_s3_bucket.bucket.bucket

  rule {
    bucket_key_enabled = var.kms_key_arn != null && var.bucket_key_enabled
    # Objects under a key that a client brings with each request can be opened by nobody else.
    blocked_encryption_types = ["SSE-C"]

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }

  depends_on = [aws_s3_bucket_versioning.bucket]
}

# Without a default, each upload says for itself whether it is locked.
resource "aws_s3_bucket_object_lock_configuration" "bucket" {
  count = var.object_lock == null ? 0 : 1

  bucket = aws_s3_bucket.bucket.bucket

  dynamic "rule" {
    for_each = var.object_lock.mode == null ? [] : [var.object_lock]

    content {
      default_retention {
        mode  = rule.value.mode
        days  = rule.value.retention_in_days
        years = rule.value.retention_in_years
      }
    }
  }

  depends_on = [aws_s3_bucket_server_side_encryption_configuration.bucket]
}

resource "aws_s3_bucket_cors_configuration" "bucket" {
  count = length(var.cors_rules) == 0 ? 0 : 1

  bucket = aws_s3_bucket.bucket.bucket

  dynamic "cors_rule" {
    for_each = var.cors_rules

    content {
      allowed_origins = cors_rule.value.allowed_origins
      allowed_methods = cors_rule.value.allowed_methods
      allowed_headers = cors_rule.value.allowed_headers
      expose_headers  = cors_rule.value.expose_headers
      max_age_seconds = cors_rule.value.max_age_seconds
    }
  }

  depends_on = [aws_s3_bucket_lifecycle_configuration.bucket]
}

# Once the policies of all parts are there: what S3 writes elsewhere.
resource "aws_s3_bucket_logging" "bucket" {
  count = var.access_logs == null ? 0 : 1

  bucket        = aws_s3_bucket.bucket.bucket
  target_bucket = var.access_logs.bucket
  target_prefix = var.access_logs.prefix

  dynamic "target_object_key_format" {
    for_each = var.access_logs.partitioned_by == null ? [] : [var.access_logs.partitioned_by]

    content {
      partitioned_prefix {
        partition_date_source = target_object_key_format.value
      }
    }
  }

  depends_on = [aws_s3_bucket_policy.bucket]
}
