# What the roles may do, beside the key policy.

locals {
  # The second bucket, wherever it is, and the key that encrypts it.
  places     = concat([local.bucket_arns.backups], local.has_replica ? [local.replica_arn] : [])
  our_places = concat([local.bucket_arns.backups], local.has_own_replica ? [local.replica_arn] : [])

  replica_key_arns = [for region in var.key.replica_regions : aws_kms_replica_key.backups[region].arn]
  old_key_arns     = concat([aws_kms_key.backups.arn], var.key.previous_key_arns)

  listed = { StringLike = { "s3:prefix" = [for prefix in local.prefixes : "${prefix}*"] } }

  # Who opens backups everywhere, and who does in the first region only.
  readers = {
    everywhere = {
      places      = local.places
      key_arns    = concat(local.old_key_arns, local.replica_key_arns)
      second_keys = [for arn in [local.replica_key_arn] : arn if local.has_replica]
    }
    first = {
      places      = [local.bucket_arns.backups]
      key_arns    = local.old_key_arns
      second_keys = []
    }
  }
  reader_statements = {
    for name, reader in local.readers : name => concat(
      [
        {
          Sid       = "RestorerEnvelope"
          Effect    = "Allow"
          Action    = "kms:Decrypt"
          Resource  = reader.key_arns
          Condition = local.backup_context
        },
        {
          Sid       = "RestorerBucket"
          Effect    = "Allow"
          Action    = "kms:Decrypt"
          Resource  = local.old_key_arns
          Condition = local.through_bucket
        },
      ],
      [for arn in reader.second_keys : {
        Sid      = "RestorerSecondBucket"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = arn
        Condition = {
          StringEquals = {
            "kms:ViaService"                   = "s3.${local.replica_region}.amazonaws.com"
            "kms:EncryptionContext:aws:s3:arn" = local.replica_arn
          }
        }
      }],
      [
        {
          Sid      = "RestorerDescribe"
          Effect   = "Allow"
          Action   = "kms:DescribeKey"
          Resource = reader.key_arns
        },
        {
          Sid    = "ReadBackups"
          Effect = "Allow"
          Action = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = flatten([
            for place in reader.places : [for prefix in local.prefixes : "${place}/${prefix}*"]
          ])
        },
        {
          Sid       = "ListBackups"
          Effect    = "Allow"
          Action    = ["s3:ListBucket", "s3:ListBucketVersions"]
          Resource  = reader.places
          Condition = local.listed
        },
      ],
    )
  }

  # Adds backups. Cannot open one: it may decrypt only what S3 asks for, and S3 gives it no object.
  writer_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Any key of account and region, but only while it carries the alias: moving the alias moves the writer. The
      # condition key has several values: a plain StringEquals never matches.
      {
        Sid      = "WriterEnvelope"
        Effect   = "Allow"
        Action   = "kms:GenerateDataKey"
        Resource = "arn:${local.partition}:kms:${local.region}:${local.account_id}:key/*"
        Condition = merge(local.backup_context, {
          "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = var.key.alias }
        })
      },
      {
        Sid       = "WriterBucket"
        Effect    = "Allow"
        Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource  = aws_kms_key.backups.arn
        Condition = local.through_bucket
      },
      {
        Sid      = "AddBackups"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
        Resource = [for prefix in local.prefixes : "${local.bucket_arns.backups}/${prefix}*"]
      },
      {
        Sid       = "ListBackups"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.bucket_arns.backups
        Condition = local.listed
      },
    ]
  })
}

resource "aws_iam_role_policy" "writer" {
  name   = "backup"
  role   = aws_iam_role.role["writer"].name
  policy = local.writer_policy

  # The bucket policy refuses a part of it: overwrites, other keys, plain HTTP.
  depends_on = [aws_s3_bucket_policy.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_iam_user_policy" "writer" {
  #checkov:skip=CKV_AWS_40:the only user of the module, and its only policy
  count = length(aws_iam_user.writer)

  name   = "backup"
  user   = aws_iam_user.writer[0].name
  policy = local.writer_policy

  depends_on = [aws_s3_bucket_policy.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 2048
      error_message = "a userInline policy must not exceed 2048 characters, got ${length(self.policy)}"
    }
  }
}

# Reads and opens backups, those of earlier keys and those in other regions too; changes nothing.
resource "aws_iam_role_policy" "restorer" {
  name   = "backup"
  role   = aws_iam_role.role["restorer"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.reader_statements.everywhere })

  depends_on = [aws_s3_bucket_policy.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}

# Manages key and alias, and looks at the buckets. Neither uses the key nor reads objects.
resource "aws_iam_role_policy" "administrator" {
  name = "backup"
  role = aws_iam_role.role["administrator"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ManageKey"
        Effect   = "Allow"
        Action   = local.manage_key_actions
        Resource = concat([aws_kms_key.backups.arn], local.replica_key_arns)
      },
      {
        Sid    = "ManageAlias"
        Effect = "Allow"
        Action = local.manage_alias_actions
        Resource = [
          for region in concat([local.region], var.key.replica_regions) :
          "arn:${local.partition}:kms:${region}:${local.account_id}:${var.key.alias}"
        ]
      },
      {
        Sid      = "ManageBucket"
        Effect   = "Allow"
        Action   = local.manage_bucket_actions
        Resource = local.our_places
      },
      # What hosts that are gone left unfinished: no backup is lost with it.
      {
        Sid      = "AbortUploads"
        Effect   = "Allow"
        Action   = "s3:AbortMultipartUpload"
        Resource = flatten([for place in local.our_places : [for prefix in local.prefixes : "${place}/${prefix}*"]])
      },
    ]
  })

  depends_on = [aws_s3_bucket_policy.bucket]
}
