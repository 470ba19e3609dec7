# What S3 does with the key for whoever reads and writes replicas: through S3 of this region, for this bucket.

locals {
  replication_key_statements = [
    {
      Sid       = "GrantKeyEncrypters"
      Effect    = "Allow"
      Principal = { AWS = local.source_root_arn }
      Action    = local.seal_key_actions
      Resource  = "*"
      Condition = merge(local.replication_role, {
        StringEquals = local.via_s3
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = local.bucket_context }
      })
    },
    # A request to look at the key has no encryption context.
    {
      Sid       = "GrantKeyEncryptersDescribe"
      Effect    = "Allow"
      Principal = { AWS = local.source_root_arn }
      Action    = "kms:DescribeKey"
      Resource  = "*"
      Condition = merge(local.replication_role, { StringEquals = local.via_s3 })
    },
    {
      Sid       = "GrantKeyDecrypters"
      Effect    = "Allow"
      Principal = { AWS = local.source_root_arn }
      Action    = local.open_key_actions
      Resource  = "*"
      Condition = merge(local.replication_role, {
        StringEquals = local.via_s3
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = local.bucket_context }
      })
    },
  ]

  reader_key_statements = concat(
    # With a full root statement, the reader's own policy says it.
    [for statement in [
      {
        Sid       = "GrantKeyDecrypters2"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.role["reader"].arn }
        Action    = local.open_key_actions
        Resource  = "*"
        Condition = {
          StringEquals = local.via_s3
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = local.bucket_context }
        }
      },
      {
        Sid       = "GrantKeyDecryptersDescribe"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.role["reader"].arn }
        Action    = "kms:DescribeKey"
        Resource  = "*"
        Condition = { StringEquals = local.via_s3 }
      },
    ] : statement if var.key.root_statement != "full"],
    [for index, arn in var.replication_source.reader_arns : {
      Sid       = "GrantKeyDecrypters${index + 3}"
      Effect    = "Allow"
      Principal = { AWS = local.source_root_arn }
      Action    = local.open_key_actions
      Resource  = "*"
      Condition = {
        StringEquals = local.via_s3
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = local.bucket_context }
        ArnEquals    = { "aws:PrincipalArn" = arn }
      }
    }],
    [for index, arn in var.replication_source.reader_arns : {
      Sid       = "GrantKeyDecryptersDescribe${index + 2}"
      Effect    = "Allow"
      Principal = { AWS = local.source_root_arn }
      Action    = "kms:DescribeKey"
      Resource  = "*"
      Condition = {
        StringEquals = local.via_s3
        ArnEquals    = { "aws:PrincipalArn" = arn }
      }
    }],
  )

  key_uses = {
    reader = {
      when    = var.key.root_statement == "full"
      role    = aws_iam_role.role["reader"].name
      key     = "key"
      seals   = false
      key_arn = aws_kms_key.replicas.arn
      condition = {
        StringEquals = local.via_s3
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = local.bucket_context }
      }
    }
  }
}
