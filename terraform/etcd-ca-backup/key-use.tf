# What S3 does with the keys for the roles of replication: through S3 of the key's region, for its bucket. The key policy
# says it; where the root statement is full, or the key is another account's, the roles' own policies do.

locals {
  by_identity = var.key.root_statement == "full"

  copier_statements = [for statement in local.source_use_statements : statement if local.has_replica && !local.by_identity]
  batch_statements  = [for statement in local.report_use_statements : statement if local.has_batch && !local.by_identity]
  copy_statements   = [for statement in local.copy_use_statements : statement if !local.by_identity]

  source_condition = {
    StringEquals = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" }
    StringLike = {
      "kms:EncryptionContext:aws:s3:arn" = [
        aws_s3_bucket.bucket["backups"].arn,
        "${aws_s3_bucket.bucket["backups"].arn}/*",
      ]
    }
  }
  report_condition = {
    StringEquals = {
      "kms:ViaService"                   = "s3.${local.region}.amazonaws.com"
      "kms:EncryptionContext:aws:s3:arn" = try(aws_s3_bucket.bucket["reports"].arn, null)
    }
  }
  replica_condition = {
    StringEquals = { "kms:ViaService" = "s3.${local.replica_region}.amazonaws.com" }
    StringLike = {
      "kms:EncryptionContext:aws:s3:arn" = [local.existing_replica_arn, "${local.existing_replica_arn}/*"]
    }
  }
  existing_replica_arn = try(aws_s3_bucket.bucket["replica"].arn, local.replica_arn)
  # A request to look at the key has no encryption context.
  describe_condition = { StringEquals = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" } }

  source_use_statements = [
    {
      Sid       = "GrantKeyDecrypters"
      Effect    = "Allow"
      Principal = { AWS = one(aws_iam_role.replication[*].arn) }
      Action    = local.open_key_actions
      Resource  = "*"
      Condition = local.source_condition
    },
    {
      Sid       = "GrantKeyDecryptersDescribe"
      Effect    = "Allow"
      Principal = { AWS = concat(aws_iam_role.replication[*].arn, aws_iam_role.batch_replication[*].arn) }
      Action    = "kms:DescribeKey"
      Resource  = "*"
      Condition = local.describe_condition
    },
  ]
  report_use_statements = [
    {
      Sid       = "GrantKeyEncrypters"
      Effect    = "Allow"
      Principal = { AWS = one(aws_iam_role.batch_replication[*].arn) }
      Action    = local.seal_key_actions
      Resource  = "*"
      Condition = local.report_condition
    },
    {
      Sid       = "GrantKeyDecrypters2"
      Effect    = "Allow"
      Principal = { AWS = one(aws_iam_role.batch_replication[*].arn) }
      Action    = local.open_key_actions
      Resource  = "*"
      Condition = local.report_condition
    },
  ]
  copy_use_statements = [
    {
      Sid       = "GrantKeyEncrypters"
      Effect    = "Allow"
      Principal = { AWS = one(aws_iam_role.replication[*].arn) }
      Action    = local.seal_key_actions
      Resource  = "*"
      Condition = local.replica_condition
    },
    {
      Sid       = "GrantKeyEncryptersDescribe"
      Effect    = "Allow"
      Principal = { AWS = one(aws_iam_role.replication[*].arn) }
      Action    = "kms:DescribeKey"
      Resource  = "*"
      Condition = { StringEquals = local.replica_condition.StringEquals }
    },
    {
      Sid       = "GrantKeyDecrypters"
      Effect    = "Allow"
      Principal = { AWS = one(aws_iam_role.replication[*].arn) }
      Action    = local.open_key_actions
      Resource  = "*"
      Condition = local.replica_condition
    },
  ]

  copier     = one(aws_iam_role.replication[*].name)
  batch_role = one(aws_iam_role.batch_replication[*].name)
  copies_key = local.has_own_replica ? "key-${local.replica_region}" : "replication-destination-key-0"
  copying    = local.has_replica && (local.by_identity || !local.has_own_replica)
  with_batch = local.has_batch && local.by_identity
  key_arn    = aws_kms_key.backups.arn

  key_uses = {
    source       = { when = local.has_replica && local.by_identity, role = local.copier, key = "key", seals = false, key_arn = local.key_arn, condition = local.source_condition }
    report_write = { when = local.with_batch, role = local.batch_role, key = "key", seals = true, key_arn = local.key_arn, condition = local.report_condition }
    report_read  = { when = local.with_batch, role = local.batch_role, key = "key", seals = false, key_arn = local.key_arn, condition = local.report_condition }
    copy_write   = { when = local.copying, role = local.copier, key = local.copies_key, seals = true, key_arn = local.replica_key_arn, condition = local.replica_condition }
    copy_read    = { when = local.copying, role = local.copier, key = local.copies_key, seals = false, key_arn = local.replica_key_arn, condition = local.replica_condition }
  }
}
