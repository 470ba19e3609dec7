# The bucket of the states and their locks. A current state never expires.

locals {
  buckets = {
    states = { name = coalesce(var.bucket.name, "${var.name}-${local.account_id}-${local.region}"), region = null }
  }
  bucket_settings = {
    states = { key_arn = aws_kms_key.states.arn, object_lock = null }
  }
  bucket_statements = {
    states = [
      # With it, whoever may write could put the states under another key, in place.
      {
        Sid       = "DenyEncryptionUpdate"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:UpdateObjectEncryption"
        Resource  = "${local.bucket_arns.states}/*"
      },
    ]
  }
  other_bucket_arns = {}
  s3_role_arns      = []
}

resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  for_each = local.buckets

  bucket = aws_s3_bucket.bucket[each.key].bucket

  # The lock of a state is an object that comes and goes: its delete markers are removed, too.
  rule {
    id     = "earlier versions"
    status = "Enabled"

    filter {}
    expiration {
      expired_object_delete_marker = true
    }
    noncurrent_version_expiration {
      newer_noncurrent_versions = var.bucket.noncurrent_versions_kept
      noncurrent_days           = var.bucket.noncurrent_expiration_in_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_server_side_encryption_configuration.bucket]
}
