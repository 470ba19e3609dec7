# Buckets, each with the same protection. By a name of the module's own, it takes
#   local.buckets            `name`, and `region` (null for the provider's)
#   local.bucket_settings    `key_arn` and `object_lock` (null for none); `sse_s3`, where no key of KMS is to be used
#   local.bucket_statements  of the policy, beside those that every bucket has
# and aws_s3_bucket_lifecycle_configuration.bucket, which says what is removed when.
#
# S3 takes one change of a bucket at a time: the parts wait for each other, and the policy is the last.

resource "aws_s3_bucket" "bucket" {
  #checkov:skip=CKV_AWS_18:CloudTrail records requests, where it is asked for
  #checkov:skip=CKV_AWS_19:it is encrypted either way; checkov does not evaluate the condition
  #checkov:skip=CKV_AWS_145:under a key of KMS but for reports, which S3 writes under SSE-S3 only
  #checkov:skip=CKV_AWS_144:a copy in another region is a decision of its own, with a bucket and a key of its own
  #checkov:skip=CKV2_AWS_62:nothing waits for new objects, and alerts come from CloudTrail
  for_each = local.buckets

  bucket = each.value.name
  region = each.value.region
  tags   = var.tags

  lifecycle {
    prevent_destroy = true # var.bucket.prevent_destroy

    # Made of the module's name, the account and the region.
    precondition {
      condition     = length(each.value.name) <= 63
      error_message = "bucket name must be 3 to 63 characters long, got ${length(each.value.name)} in '${each.value.name}'"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "bucket" {
  for_each = local.buckets

  bucket                  = aws_s3_bucket.bucket[each.key].bucket
  region                  = each.value.region
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Access by policies alone.
resource "aws_s3_bucket_ownership_controls" "bucket" {
  for_each = local.buckets

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = each.value.region

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.bucket]
}

resource "aws_s3_bucket_versioning" "bucket" {
  for_each = local.buckets

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = each.value.region

  versioning_configuration {
    status = "Enabled"
  }

  depends_on = [aws_s3_bucket_ownership_controls.bucket]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "bucket" {
  for_each = local.buckets

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = each.value.region

  rule {
    bucket_key_enabled       = !try(local.bucket_settings[each.key].sse_s3, false)
    blocked_encryption_types = ["SSE-C"]

    apply_server_side_encryption_by_default {
      sse_algorithm     = try(local.bucket_settings[each.key].sse_s3, false) ? "AES256" : "aws:kms"
      kms_master_key_id = local.bucket_settings[each.key].key_arn
    }
  }

  depends_on = [aws_s3_bucket_versioning.bucket]
}

# It switches the lock on. `object_lock_enabled` of the bucket is not used: a change of it would replace the bucket.
resource "aws_s3_bucket_object_lock_configuration" "bucket" {
  for_each = {
    for name, bucket in local.buckets : name => bucket if local.bucket_settings[name].object_lock != null
  }

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = each.value.region

  rule {
    default_retention {
      mode = local.bucket_settings[each.key].object_lock.mode
      days = local.bucket_settings[each.key].object_lock.retention_in_days
    }
  }

  depends_on = [aws_s3_bucket_server_side_encryption_configuration.bucket]
}

resource "aws_s3_bucket_policy" "bucket" {
  for_each = local.buckets

  bucket = aws_s3_bucket.bucket[each.key].bucket
  region = each.value.region
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "DenyPlainHttp"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [aws_s3_bucket.bucket[each.key].arn, "${aws_s3_bucket.bucket[each.key].arn}/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "DenyOldTls"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [aws_s3_bucket.bucket[each.key].arn, "${aws_s3_bucket.bucket[each.key].arn}/*"]
          Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
        },
      ],

      # An upload that names no key gets the bucket's. Of replicas, whoever configures the replication names the key.
      [for statement in [
        {
          Sid       = "DenyOtherKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject", "s3:ReplicateObject"]
          Resource  = "${aws_s3_bucket.bucket[each.key].arn}/*"
          Condition = {
            Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
            StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = local.bucket_settings[each.key].key_arn }
          }
        },
        {
          Sid       = "DenyEncryptionWithoutKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject", "s3:ReplicateObject"]
          Resource  = "${aws_s3_bucket.bucket[each.key].arn}/*"
          Condition = {
            Null = {
              "s3:x-amz-server-side-encryption"                = "false"
              "s3:x-amz-server-side-encryption-aws-kms-key-id" = "true"
            }
          }
        },
      ] : statement if !try(local.bucket_settings[each.key].sse_s3, false)],

      # On a bucket of S3's own keys, nobody's KMS key decides who can read, of new objects and of those that are there.
      [for statement in [{
        Sid       = "DenyOtherEncryption"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject", "s3:UpdateObjectEncryption"]
        Resource  = "${aws_s3_bucket.bucket[each.key].arn}/*"
        Condition = {
          Null            = { "s3:x-amz-server-side-encryption" = "false" }
          StringNotEquals = { "s3:x-amz-server-side-encryption" = "AES256" }
        }
      }] : statement if try(local.bucket_settings[each.key].sse_s3, false)],
      local.bucket_statements[each.key],
      local.bucket_perimeter[each.key],
    )
  })

  depends_on = [aws_s3_bucket_lifecycle_configuration.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 20480
      error_message = "a bucket policy must not exceed 20480 characters, got ${length(self.policy)}"
    }
  }
}
