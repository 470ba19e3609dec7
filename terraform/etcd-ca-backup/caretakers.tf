# The roles that look after backups for years, each where the caller asks for it: the keeper hides old ones and holds
# others, the tester restores for a trial, the rekeyer puts them under a newer key.

locals {
  caretakers = {
    for name, caretaker in {
      keeper = {
        given       = var.keeper
        description = "Sets delete markers, legal holds and longer locks on backups; reads none and deletes no version."
      }
      tester = {
        given       = var.tester
        description = "Reads and opens backups for a trial, and adds evidence of it; changes no backup."
      }
      rekeyer = {
        given       = var.rekeyer
        description = "Opens backups and puts them under a newer key; deletes none."
      }
      } : name => {
      description          = caretaker.description
      trust                = caretaker.given.trust
      max_session_duration = caretaker.given.max_session_duration
    } if caretaker.given != null
  }
  tester_arns  = [for name in keys(local.caretakers) : aws_iam_role.role[name].arn if name == "tester"]
  rekeyer_arns = [for name in keys(local.caretakers) : aws_iam_role.role[name].arn if name == "rekeyer"]

  backup_arns = [for prefix in local.prefixes : "${local.bucket_arns.backups}/${prefix}*"]

  # The bucket policy. Backups never over another, but by who puts them under a newer key; records never over another, and
  # by the one role whose they are. By name: a role made anew is still meant.
  addition_statements = concat(
    [
      {
        Sid       = "DenyOverwrite"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arns.backups}/*"
        Condition = {
          ArnEquals = { "aws:PrincipalArn" = concat(local.writer_arns, local.tester_arns) }
          Null      = { "s3:if-none-match" = "true" }
          Bool      = { "s3:ObjectCreationOperation" = "true" }
        }
      },
      {
        Sid       = "DenyOverwriteOfRecords"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arns.backups}/*/.sealstack/*"
        Condition = {
          Null = { "s3:if-none-match" = "true" }
          Bool = { "s3:ObjectCreationOperation" = "true" }
        }
      },
    ],
    [
      for record in [
        { sid = "Evidence", kinds = ["drills", "quarantine"], adders = local.tester_arns },
        { sid = "Unchanged", kinds = ["unchanged"], adders = local.writer_arns },
        { sid = "Keys", kinds = ["keys"], adders = local.rekeyer_arns },
        ] : merge(
        {
          Sid       = "DenyOthers${record.sid}"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:PutObject"
          Resource  = [for kind in record.kinds : "${local.bucket_arns.backups}/*/.sealstack/${kind}/*"]
        },
        length(record.adders) == 0 ? {} : { Condition = { ArnNotEquals = { "aws:PrincipalArn" = record.adders } } },
      )
    ],
    # Nobody hides evidence: it goes when lifecycle says so.
    [{
      Sid       = "DenyHidingEvidence"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:DeleteObject"
      Resource  = "${local.bucket_arns.backups}/*/.sealstack/drills/*"
    }],
  )

  # The key policy.
  rekeyer_use_statements = [for statement in [
    # The old key around a data key is taken off within KMS.
    {
      Sid       = "RekeyerEnvelope"
      Effect    = "Allow"
      Principal = { AWS = local.rekeyer_arns }
      Action    = "kms:ReEncryptFrom"
      Resource  = "*"
      Condition = local.backup_context
    },
    # As for the writer, the condition on the alias stands in the role's own policy.
    {
      Sid       = "RekeyerSeal"
      Effect    = "Allow"
      Principal = { AWS = local.account_root_arn }
      Action    = local.rekey_actions
      Resource  = "*"
      Condition = merge(local.backup_context, { ArnEquals = { "aws:PrincipalArn" = local.rekeyer_arns } })
    },
  ] : statement if var.rekeyer != null]
  rekey_actions = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptTo"]

  caretaker_statements = {
    # Reads no backup, deletes no version, has no key. A lock of its own is never longer than a backup is kept, and in the
    # bucket's mode: nobody makes a lock that the account can end into one that it cannot.
    keeper = concat(
      [
        {
          Sid      = "MarkDeleted"
          Effect   = "Allow"
          Action   = "s3:DeleteObject"
          Resource = local.backup_arns
        },
        {
          Sid       = "ListBackups"
          Effect    = "Allow"
          Action    = ["s3:ListBucket", "s3:ListBucketVersions"]
          Resource  = local.bucket_arns.backups
          Condition = local.listed
        },
        {
          Sid      = "ReadSettings"
          Effect   = "Allow"
          Action   = ["s3:GetBucketObjectLockConfiguration", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration"]
          Resource = local.bucket_arns.backups
        },
      ],
      [for lock in var.bucket.object_lock[*] : {
        Sid      = "HoldBackups"
        Effect   = "Allow"
        Action   = ["s3:GetObjectLegalHold", "s3:GetObjectRetention", "s3:PutObjectLegalHold"]
        Resource = local.backup_arns
      }],
      [for lock in var.bucket.object_lock[*] : {
        Sid      = "ExtendLocks"
        Effect   = "Allow"
        Action   = "s3:PutObjectRetention"
        Resource = local.backup_arns
        Condition = merge(
          { NumericLessThanEquals = { "s3:object-lock-remaining-retention-days" = tostring(local.longest_lock) } },
          lock.mode == "COMPLIANCE" ? {} : { StringEquals = { "s3:object-lock-mode" = lock.mode } },
        )
      }],
    )

    # What the restorer may, and evidence of it: below each prefix, and below prefixes within it.
    tester = concat(local.reader_statements.everywhere, [
      local.upload_statement,
      {
        Sid    = "AddEvidence"
        Effect = "Allow"
        Action = "s3:PutObject"
        Resource = flatten([
          for prefix in local.prefixes : [
            for kind in ["drills", "quarantine"] : [
              for below in ["", "*/"] : "${local.bucket_arns.backups}/${prefix}${below}.sealstack/${kind}/*"
            ]
          ]
        ])
      },
    ])

    # Deletes nothing: what it replaces stays as a version.
    rekeyer = concat(local.reader_statements.first, [
      {
        Sid       = "RekeyerEnvelope"
        Effect    = "Allow"
        Action    = "kms:ReEncryptFrom"
        Resource  = local.old_key_arns
        Condition = local.backup_context
      },
      {
        Sid      = "RekeyerSeal"
        Effect   = "Allow"
        Action   = local.rekey_actions
        Resource = "arn:${local.partition}:kms:${local.region}:${local.account_id}:key/*"
        Condition = merge(local.backup_context, {
          "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = var.key.alias }
        })
      },
      local.upload_statement,
      {
        Sid      = "ReplaceBackups"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
        Resource = local.backup_arns
      },
      # Where versions are not kept, a new one would be the end of the old one.
      {
        Sid      = "ReadVersioning"
        Effect   = "Allow"
        Action   = "s3:GetBucketVersioning"
        Resource = local.bucket_arns.backups
      },
    ])
  }
  longest_lock = max([
    for one in var.bucket.prefixes : one.expiration_in_days + one.noncurrent_expiration_in_days
  ]...)
  upload_statement = {
    Sid       = "WriterBucket"
    Effect    = "Allow"
    Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
    Resource  = aws_kms_key.backups.arn
    Condition = local.through_bucket
  }
}

resource "aws_iam_role_policy" "caretaker" {
  for_each = local.caretakers

  name   = "backup"
  role   = aws_iam_role.role[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.caretaker_statements[each.key] })

  depends_on = [aws_s3_bucket_policy.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}
