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
  replication_arn = aws_iam_role.replication[0].arn
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

  writer      = aws_iam_role.role["writer"].name
  reader      = aws_iam_role.role["reader"].name
  replicator  = aws_iam_role.replication[0].name
  batch_role  = one(aws_iam_role.batch_replication[*].name)
  copies_key  = local.has_own_replica ? "replica-key" : "replication-destination-key-0"
  with_batch  = local.by_identity && local.has_batch
  key_arn     = aws_kms_key.source.arn
  copying     = local.by_identity || !local.has_own_replica
  reads_there = local.by_identity && local.has_own_replica

  key_uses = {
    writer_seals      = { when = local.by_identity, role = local.writer, key = "key", seals = true, key_arn = local.key_arn, condition = local.to_source }
    writer_opens      = { when = local.by_identity, role = local.writer, key = "key", seals = false, key_arn = local.key_arn, condition = local.of_source }
    reader_opens      = { when = local.by_identity, role = local.reader, key = "key", seals = false, key_arn = local.key_arn, condition = local.of_source }
    replication_opens = { when = local.by_identity, role = local.replicator, key = "key", seals = false, key_arn = local.key_arn, condition = local.of_source }
    batch_seals       = { when = local.with_batch, role = local.batch_role, key = "key", seals = true, key_arn = local.key_arn, condition = local.of_reports }
    batch_opens       = { when = local.with_batch, role = local.batch_role, key = "key", seals = false, key_arn = local.key_arn, condition = local.of_reports }
    replica_reader    = { when = local.reads_there, role = local.reader, key = local.copies_key, seals = false, key_arn = local.replica_key_arn, condition = local.of_replica }
    replica_seals     = { when = local.copying, role = local.replicator, key = local.copies_key, seals = true, key_arn = local.replica_key_arn, condition = local.of_replica }
    replica_opens     = { when = local.copying, role = local.replicator, key = local.copies_key, seals = false, key_arn = local.replica_key_arn, condition = local.of_replica }
  }
}
