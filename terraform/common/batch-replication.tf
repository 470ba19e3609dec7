# A role for jobs of S3 Batch Replication, which copy what was there before the replication. It takes local.batch (the
# variable, or null), local.replicated_bucket and local.batch_prefixes ([""] for all); the module makes the bucket
# `reports` of local.report_settings and its key.

locals {
  has_batch = local.batch != null

  reports_name = "${var.name}-batch-${local.account_id}-${local.region}"
  report_settings = {
    retentions = [{
      prefix                                    = "batch-replication/"
      expiration_in_days                        = try(local.batch.reports_expire_in_days, null)
      noncurrent_expiration_in_days             = 1
      abort_incomplete_multipart_upload_in_days = 1
    }]
    object_lock                   = null
    noncurrent_expiration_in_days = null
  }
}

resource "aws_iam_role" "batch_replication" {
  count = local.has_batch ? 1 : 0

  name                 = "${var.name}-batch-replication"
  description          = "Starts the replication of what is in ${local.buckets[local.replicated_bucket].name} already."
  path                 = var.roles.path
  permissions_boundary = var.roles.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TrustService"
      Effect    = "Allow"
      Principal = { Service = "batchoperations.s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:s3:${local.region}:${local.account_id}:job/*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "batch_replication" {
  count = length(aws_iam_role.batch_replication)

  name = "batch-replication"
  role = aws_iam_role.batch_replication[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "StartReplication"
        Effect   = "Allow"
        Action   = "s3:InitiateReplication"
        Resource = [for prefix in local.batch_prefixes : "${aws_s3_bucket.bucket[local.replicated_bucket].arn}/${prefix}*"]
      },
      {
        Sid      = "ListForReplication"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"]
        Resource = aws_s3_bucket.bucket[local.replicated_bucket].arn
      },
      {
        Sid      = "WriteReports"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${aws_s3_bucket.bucket["reports"].arn}/batch-replication/*"
      },
    ]
  })

  depends_on = [aws_s3_bucket_policy.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}
