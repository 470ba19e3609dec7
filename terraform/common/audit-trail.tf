# A trail that records every management event of the account, reads and writes, in all regions, with a copy in CloudWatch
# Logs. It takes local.audited.buckets, whose objects are recorded, and local.trail_bucket_perimeter (statements, or []).

locals {
  trail_count       = local.has_trail ? 1 : 0
  trail_bucket_name = try(coalesce(local.audit.trail.bucket), "${var.name}-ct-${local.account_id}-${local.region}")
}

resource "aws_s3_bucket" "trail" {
  #checkov:skip=CKV_AWS_18:the trail records requests
  #checkov:skip=CKV_AWS_144:log files stay in the region of the trail
  #checkov:skip=CKV2_AWS_62:nothing waits for log files
  count = local.trail_count

  bucket = local.trail_bucket_name
  tags   = var.tags

  lifecycle {
    prevent_destroy = true # local.audit.trail.prevent_destroy
  }
}

resource "aws_s3_bucket_public_access_block" "trail" {
  count = local.trail_count

  bucket                  = aws_s3_bucket.trail[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Access by policies alone.
resource "aws_s3_bucket_ownership_controls" "trail" {
  count = local.trail_count

  bucket = aws_s3_bucket.trail[0].bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket_public_access_block.trail]
}

resource "aws_s3_bucket_versioning" "trail" {
  count = local.trail_count

  bucket = aws_s3_bucket.trail[0].bucket

  versioning_configuration {
    status = "Enabled"
  }

  depends_on = [aws_s3_bucket_ownership_controls.trail]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "trail" {
  count = local.trail_count

  bucket = aws_s3_bucket.trail[0].bucket

  rule {
    bucket_key_enabled       = true
    blocked_encryption_types = ["SSE-C"]

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.audit[0].arn
    }
  }

  depends_on = [aws_s3_bucket_versioning.trail]
}

resource "aws_s3_bucket_lifecycle_configuration" "trail" {
  count = local.trail_count

  bucket = aws_s3_bucket.trail[0].bucket

  rule {
    id     = "expire AWSLogs/"
    status = "Enabled"

    filter {
      prefix = "AWSLogs/"
    }
    expiration {
      days = local.audit.trail.expiration_in_days
    }
    # Time to notice that somebody deleted a log file.
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
  rule {
    id     = "remove delete markers AWSLogs/"
    status = "Enabled"

    filter {
      prefix = "AWSLogs/"
    }
    expiration {
      expired_object_delete_marker = true
    }
  }
  rule {
    id     = "abort incomplete multipart uploads"
    status = "Enabled"

    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_server_side_encryption_configuration.trail]
}

resource "aws_s3_bucket_policy" "trail" {
  count = local.trail_count

  bucket = aws_s3_bucket.trail[0].bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "DenyPlainHttp"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [aws_s3_bucket.trail[0].arn, "${aws_s3_bucket.trail[0].arn}/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "DenyOldTls"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [aws_s3_bucket.trail[0].arn, "${aws_s3_bucket.trail[0].arn}/*"]
          Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
        },
        {
          Sid       = "DenyOtherKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject", "s3:ReplicateObject"]
          Resource  = "${aws_s3_bucket.trail[0].arn}/*"
          Condition = {
            Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
            StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = aws_kms_key.audit[0].arn }
          }
        },
        # Digests of CloudTrail may come with S3's own keys: editions of its guide disagree.
        {
          Sid       = "DenyEncryptionWithoutKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject", "s3:ReplicateObject"]
          Resource  = "${aws_s3_bucket.trail[0].arn}/*"
          Condition = {
            Null = {
              "s3:x-amz-server-side-encryption"                = "false"
              "s3:x-amz-server-side-encryption-aws-kms-key-id" = "true"
            }
            StringNotEquals = { "aws:PrincipalServiceName" = "cloudtrail.amazonaws.com" }
          }
        },
        {
          Sid       = "DenyEncryptionUpdate"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:UpdateObjectEncryption"
          Resource  = "${aws_s3_bucket.trail[0].arn}/*"
        },
        {
          Sid       = "CloudTrailAcl"
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = "s3:GetBucketAcl"
          Resource  = aws_s3_bucket.trail[0].arn
          Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
        },
        {
          Sid       = "CloudTrail"
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = "s3:PutObject"
          Resource  = "${aws_s3_bucket.trail[0].arn}/AWSLogs/${local.account_id}/*"
          Condition = {
            StringEquals = { "aws:SourceArn" = local.trail_arn, "s3:x-amz-acl" = "bucket-owner-full-control" }
          }
        },
      ],
      local.trail_bucket_perimeter,
    )
  })

  depends_on = [aws_s3_bucket_lifecycle_configuration.trail]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 20480
      error_message = "a bucket policy must not exceed 20480 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_cloudwatch_log_group" "trail" {
  #checkov:skip=CKV_AWS_338:the caller says how long, and a year is the default
  count = local.trail_count

  name              = local.log_group_name
  kms_key_id        = aws_kms_key.audit[0].arn
  retention_in_days = local.audit.trail.log_retention_in_days
  tags              = var.tags

  lifecycle {
    prevent_destroy = true # local.audit.trail.prevent_destroy
  }
}

# CloudTrail knows neither aws:SourceArn nor aws:SourceAccount for this role.
resource "aws_iam_role" "trail_logs" {
  count = local.trail_count

  name                 = "${local.trail_name}-logs"
  description          = "Lets CloudTrail copy the records of trail ${local.trail_name} to CloudWatch Logs."
  path                 = local.role_path
  permissions_boundary = local.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TrustService"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "trail_logs" {
  count = local.trail_count

  name = "write-trail-logs"
  role = aws_iam_role.trail_logs[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteTrailToLogGroup"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${local.log_group_arn}:log-stream:${local.account_id}_CloudTrail_${local.region}*"
    }]
  })
}

resource "aws_cloudtrail" "audit" {
  #checkov:skip=CKV_AWS_252:alerts come from EventBridge and metric filters, not with each file
  count = local.trail_count

  name                       = local.trail_name
  s3_bucket_name             = aws_s3_bucket.trail[0].bucket
  kms_key_id                 = aws_kms_key.audit[0].arn
  is_multi_region_trail      = true
  enable_log_file_validation = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail[0].arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.trail_logs[0].arn
  tags                       = var.tags

  # KMS is not left out: Decrypt is a read-only management event.
  advanced_event_selector {
    name = "Management events"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  dynamic "advanced_event_selector" {
    for_each = local.audit.trail.data_events ? local.audited.buckets : []

    content {
      name = "Objects ${advanced_event_selector.key + 1}"

      field_selector {
        field  = "eventCategory"
        equals = ["Data"]
      }
      field_selector {
        field  = "resources.type"
        equals = ["AWS::S3::Object"]
      }
      # The slash keeps out buckets whose names only begin alike.
      field_selector {
        field       = "resources.ARN"
        starts_with = ["${advanced_event_selector.value.arn}/"]
      }
    }
  }

  # CloudTrail tries to write when the trail is made.
  depends_on = [aws_iam_role_policy.trail_logs, aws_s3_bucket_policy.trail]

  lifecycle {
    prevent_destroy = true # local.audit.trail.prevent_destroy
  }
}
