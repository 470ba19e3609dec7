# What jobs may do: read manifests, write reports, and invoke the function; or what S3 does itself, and nothing that gives
# anybody the bytes of a backup.

locals {
  backup_bucket_arn = "arn:${local.partition}:s3:::${var.backups.bucket}"
  backup_arns       = [for prefix in var.backups.prefixes : "${local.backup_bucket_arn}/${prefix}*"]
  through_bucket = {
    StringEquals = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" }
    ArnLike      = { "kms:EncryptionContext:aws:s3:arn" = [local.backup_bucket_arn, "${local.backup_bucket_arn}/*"] }
  }

  # Of what S3 does itself.
  own_work = {
    fixity = [
      {
        Sid      = "ComputeChecksums"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = local.backup_arns
      },
      {
        Sid       = "OpenForChecksums"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.backups.key_arns
        Condition = local.through_bucket
      },
    ]
    rekey-outer = [
      # To put objects under a key of one's own is to take them hostage.
      {
        Sid      = "UpdateEncryption"
        Effect   = "Allow"
        Action   = "s3:UpdateObjectEncryption"
        Resource = local.backup_arns
        Condition = {
          StringEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = var.backups.key_arns[0] }
        }
      },
      {
        Sid       = "KeysForUpdate"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = var.backups.key_arns
        Condition = local.through_bucket
      },
    ]
  }
}

resource "aws_iam_role_policy" "job" {
  name = "fleet"
  role = aws_iam_role.service["job"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "ReadManifests"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = "${aws_s3_bucket.bucket["reports"].arn}/manifests/*"
        },
        {
          Sid      = "WriteReports"
          Effect   = "Allow"
          Action   = "s3:PutObject"
          Resource = "${aws_s3_bucket.bucket["reports"].arn}/reports/*"
        },
      ],
      [for function in aws_lambda_function.fleet : {
        Sid      = "InvokeFunction"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = function.qualified_arn
      }],
      try(local.own_work[var.operation], []),
    )
  })

  # The bucket policy refuses a part of it.
  depends_on = [aws_s3_bucket_policy.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}
