# What S3 does with the keys for the roles: through S3 of the key's region, for its bucket. The key policy says it; where
# the root statement is full, or the key is another account's, the roles' own policies do.

locals {
  by_identity = var.key.root_statement == "full"

  via_here  = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" }
  via_there = { "kms:ViaService" = "s3.${var.destination.region}.amazonaws.com" }

  source_arn  = aws_s3_bucket.bucket["source"].arn
  reports_arn = try(aws_s3_bucket.bucket["reports"].arn, null)
  there_arn   = try(aws_s3_bucket.bucket["replica"].arn, local.replica_arn)

  of_source  = { StringEquals = local.via_here, StringLike = { "kms:EncryptionContext:aws:s3:arn" = [local.source_arn, "${local.source_arn}/*"] } }
  of_replica = { StringEquals = local.via_there, StringLike = { "kms:EncryptionContext:aws:s3:arn" = [local.there_arn, "${local.there_arn}/*"] } }
  # Who writes here has the bucket's key only.
  to_source  = { StringEquals = merge(local.via_here, { "kms:EncryptionContext:aws:s3:arn" = local.source_arn }) }
  of_reports = { StringEquals = merge(local.via_here, { "kms:EncryptionContext:aws:s3:arn" = local.reports_arn }) }

  writer_arn      = aws_iam_role.role["writer"].arn
  reader_arn      = aws_iam_role.role["reader"].arn
  replication_arn = aws_iam_role.replication.arn
  batch_arns      = aws_iam_role.batch_replication[*].arn

  source_key_statements = concat(
    [for statement in [
      {
        Sid       = "GrantKeyDecrypters"
        Effect    = "Allow"
        Principal = { AWS = [local.replication_arn, local.writer_arn, local.reader_arn] }
        Action    = local.open_key_actions
        Resource  = "*"
        Condition = local.of_source
      },
      # A request to look at the key has no encryption context.
      {
        Sid       = "GrantKeyDecryptersDescribe"
        Effect    = "Allow"
        Principal = { AWS = concat([local.replication_arn, local.writer_arn, local.reader_arn], local.batch_arns) }
        Action    = "kms:DescribeKey"
        Resource  = "*"
        Condition = { StringEquals = local.via_here }
      },
      {
        Sid       = "GrantKeyEncrypters"
        Effect    = "Allow"
        Principal = { AWS = local.writer_arn }
        Action    = local.seal_key_actions
        Resource  = "*"
        Condition = local.to_source
      },
    ] : statement if !local.by_identity],
    [for statement in [
      {
        Sid       = "GrantKeyEncrypters2"
        Effect    = "Allow"
        Principal = { AWS = local.batch_arns }
        Action    = local.seal_key_actions
        Resource  = "*"
        Condition = local.of_reports
      },
      {
        Sid       = "GrantKeyDecrypters2"
        Effect    = "Allow"
        Principal = { AWS = local.batch_arns }
        Action    = local.open_key_actions
        Resource  = "*"
        Condition = local.of_reports
      },
    ] : statement if local.has_batch && !local.by_identity],
  )

  replica_key_statements = [for statement in [
    {
      Sid       = "GrantKeyEncrypters"
      Effect    = "Allow"
      Principal = { AWS = local.replication_arn }
      Action    = local.seal_key_actions
      Resource  = "*"
      Condition = local.of_replica
    },
    {
      Sid       = "GrantKeyEncryptersDescribe"
      Effect    = "Allow"
      Principal = { AWS = [local.replication_arn, local.reader_arn] }
      Action    = "kms:DescribeKey"
      Resource  = "*"
      Condition = { StringEquals = local.via_there }
    },
    {
      Sid       = "GrantKeyDecrypters"
      Effect    = "Allow"
      Principal = { AWS = [local.replication_arn, local.reader_arn] }
      Action    = local.open_key_actions
      Resource  = "*"
      Condition = local.of_replica
    },
  ] : statement if !local.by_identity]

  roles_of_key = {
    writer      = aws_iam_role.role["writer"].name
    reader      = aws_iam_role.role["reader"].name
    replication = aws_iam_role.replication.name
    batch       = one(aws_iam_role.batch_replication[*].name)
  }
  replica_key_name = local.has_own_replica ? "replica-key" : "replication-destination-key-0"

  key_uses = {
    writer_seals      = { when = local.by_identity, role = "writer", key = "key", seals = true }
    writer_opens      = { when = local.by_identity, role = "writer", key = "key", seals = false }
    reader_opens      = { when = local.by_identity, role = "reader", key = "key", seals = false }
    replication_opens = { when = local.by_identity, role = "replication", key = "key", seals = false }
    batch_seals       = { when = local.by_identity && local.has_batch, role = "batch", key = "key", seals = true }
    batch_opens       = { when = local.by_identity && local.has_batch, role = "batch", key = "key", seals = false }
    replica_reader    = { when = local.by_identity && local.has_own_replica, role = "reader", key = "replica", seals = false }
    replica_seals     = { when = local.by_identity || !local.has_own_replica, role = "replication", key = "replica", seals = true }
    replica_opens     = { when = local.by_identity || !local.has_own_replica, role = "replication", key = "replica", seals = false }
  }
  key_conditions = {
    writer_seals      = local.to_source
    writer_opens      = local.of_source
    reader_opens      = local.of_source
    replication_opens = local.of_source
    batch_seals       = local.of_reports
    batch_opens       = local.of_reports
    replica_reader    = local.of_replica
    replica_seals     = local.of_replica
    replica_opens     = local.of_replica
  }
}

resource "aws_iam_role_policy" "key_use" {
  for_each = { for name, use in local.key_uses : name => use if use.when }

  name = join("-", [
    lower(var.name),
    each.value.key == "key" ? "key" : local.replica_key_name,
    each.value.seals ? "key-encrypters" : "key-decrypters",
  ])
  role = local.roles_of_key[each.value.role]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = each.value.seals ? "KeyEncrypters" : "KeyDecrypters"
        Effect    = "Allow"
        Action    = each.value.seals ? local.seal_key_actions : local.open_key_actions
        Resource  = each.value.key == "key" ? aws_kms_key.source.arn : local.replica_key_arn
        Condition = local.key_conditions[each.key]
      },
      {
        Sid      = each.value.seals ? "KeyEncryptersDescribe" : "KeyDecryptersDescribe"
        Effect   = "Allow"
        Action   = "kms:DescribeKey"
        Resource = each.value.key == "key" ? aws_kms_key.source.arn : local.replica_key_arn
        Condition = {
          StringEquals = each.value.key == "key" ? local.via_here : local.via_there
        }
      },
    ]
  })
}
