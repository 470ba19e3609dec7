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

  # By a name of the module's own: the policy's name, its role, and what it allows.
  key_uses = {
    source = {
      name      = "${lower(var.name)}-key-key-decrypters"
      role      = one(aws_iam_role.replication[*].name)
      sid       = "KeyDecrypters"
      actions   = local.open_key_actions
      key_arn   = aws_kms_key.backups.arn
      condition = local.source_condition
    }
    report_write = {
      name      = "${lower(var.name)}-key-key-encrypters"
      role      = one(aws_iam_role.batch_replication[*].name)
      sid       = "KeyEncrypters"
      actions   = local.seal_key_actions
      key_arn   = aws_kms_key.backups.arn
      condition = local.report_condition
    }
    report_read = {
      name      = "${lower(var.name)}-key-key-decrypters"
      role      = one(aws_iam_role.batch_replication[*].name)
      sid       = "KeyDecrypters"
      actions   = local.open_key_actions
      key_arn   = aws_kms_key.backups.arn
      condition = local.report_condition
    }
    copy_write = {
      name      = "${local.copy_use_name}-key-encrypters"
      role      = one(aws_iam_role.replication[*].name)
      sid       = "KeyEncrypters"
      actions   = local.seal_key_actions
      key_arn   = local.replica_key_arn
      condition = local.replica_condition
    }
    copy_read = {
      name      = "${local.copy_use_name}-key-decrypters"
      role      = one(aws_iam_role.replication[*].name)
      sid       = "KeyDecrypters"
      actions   = local.open_key_actions
      key_arn   = local.replica_key_arn
      condition = local.replica_condition
    }
  }
  copy_use_name = join("-", [
    lower(var.name),
    local.has_own_replica ? "key-${local.replica_region}" : "replication-destination-key-0",
  ])
}

resource "aws_iam_role_policy" "key_use" {
  for_each = { for use, it in {
    source       = local.has_replica && local.by_identity
    report_write = local.has_batch && local.by_identity
    report_read  = local.has_batch && local.by_identity
    copy_write   = local.has_replica && (local.by_identity || !local.has_own_replica)
    copy_read    = local.has_replica && (local.by_identity || !local.has_own_replica)
  } : use => use if it }

  name = local.key_uses[each.key].name
  role = local.key_uses[each.key].role
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = local.key_uses[each.key].sid
        Effect    = "Allow"
        Action    = local.key_uses[each.key].actions
        Resource  = local.key_uses[each.key].key_arn
        Condition = local.key_uses[each.key].condition
      },
      {
        Sid      = "${local.key_uses[each.key].sid}Describe"
        Effect   = "Allow"
        Action   = "kms:DescribeKey"
        Resource = local.key_uses[each.key].key_arn
        Condition = {
          StringEquals = { "kms:ViaService" = local.key_uses[each.key].condition.StringEquals["kms:ViaService"] }
        }
      },
    ]
  })
}
