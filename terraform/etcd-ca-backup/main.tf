# Backups of an etcd cluster and its certificate authority: a key, a bucket, and three roles with separate powers; three
# more, which look after the backups for years, where the caller asks for them (caretakers.tf). The order breaks the cycle
# between key and roles: roles (trust only), key (its policy names the roles), policies of the roles (they name the key).

locals {
  described_keys = { key = var.key }

  roles = merge(local.caretakers, {
    writer = {
      description          = "Adds backups; can neither open, replace nor delete one."
      trust                = var.writer.trust
      max_session_duration = null
    }
    restorer = {
      description          = "Reads and opens backups; changes nothing."
      trust                = var.restorer.trust
      max_session_duration = var.restorer.max_session_duration
    }
    administrator = {
      description          = "Manages the key and looks at the bucket; neither uses the key nor reads or deletes backups."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  })
  writer_arns = concat([aws_iam_role.role["writer"].arn], aws_iam_user.writer[*].arn)
  # They open backups in every region, and with the rekeyer in the first.
  reader_arns = concat([aws_iam_role.role["restorer"].arn], local.tester_arns)
  opener_arns = concat(local.reader_arns, local.rekeyer_arns)

  prefixes = var.bucket.prefixes[*].prefix

  # The envelope of a backup: a data key, only for sealstack's encryption context.
  backup_context = {
    StringEquals = { "kms:EncryptionContext:sealstack:purpose" = "backup" }
    StringLike   = { "kms:EncryptionContext:sealstack:backup" = [for prefix in local.prefixes : "${prefix}*"] }
  }
  # Only S3 of the region, for the bucket: with a bucket key, the encryption context is the bucket's ARN.
  through_bucket = {
    StringEquals = {
      "kms:ViaService"                   = "s3.${local.region}.amazonaws.com"
      "kms:EncryptionContext:aws:s3:arn" = local.bucket_arns.backups
    }
  }
}

# For hosts that cannot assume a role. The secret of its access key stands in the state, and never expires.
resource "aws_iam_user" "writer" {
  #checkov:skip=CKV_AWS_273:asked for by the caller, for hosts that cannot assume a role
  count = var.writer.user == null ? 0 : 1

  name                 = "${var.name}-writer"
  permissions_boundary = var.roles.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_access_key" "writer" {
  count = try(var.writer.user.access_key, false) ? 1 : 0

  user = aws_iam_user.writer[0].name
}

resource "aws_kms_key" "backups" {
  #checkov:skip=CKV2_AWS_64:it has a policy, which checkov cannot evaluate
  description             = "Backups in ${var.name}"
  multi_region            = var.key.multi_region ? true : null
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  # Every use of the key stands twice, here and in the policy of the role, under the same conditions: a key policy that
  # names a principal allows it whatever the role's policy says. The one exception is the alias.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        local.root_statement.key,
        {
          Sid       = "Administrator"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["administrator"].arn }
          Action    = local.manage_key_actions
          Resource  = "*"
        },
        # KMS does not know kms:ResourceAliases in key policies. So the writer's own policy decides: the condition on
        # the alias stands there.
        {
          Sid       = "WriterEnvelope"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action    = "kms:GenerateDataKey"
          Resource  = "*"
          Condition = merge(local.backup_context, { ArnEquals = { "aws:PrincipalArn" = local.writer_arns } })
        },
        # S3 reads the parts of a multipart upload again when it is completed.
        {
          Sid       = "WriterBucket"
          Effect    = "Allow"
          Principal = { AWS = concat(local.writer_arns, local.tester_arns, local.rekeyer_arns) }
          Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
          Resource  = "*"
          Condition = local.through_bucket
        },
        # Never bound to the alias: once it moves to another key, old backups could not be opened.
        {
          Sid       = "RestorerEnvelope"
          Effect    = "Allow"
          Principal = { AWS = local.opener_arns }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = local.backup_context
        },
        {
          Sid       = "RestorerBucket"
          Effect    = "Allow"
          Principal = { AWS = local.opener_arns }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = local.through_bucket
        },
        # Finds the key that an alias stands for.
        {
          Sid       = "RestorerDescribe"
          Effect    = "Allow"
          Principal = { AWS = local.opener_arns }
          Action    = "kms:DescribeKey"
          Resource  = "*"
        },
      ],
      local.rekeyer_use_statements,
      local.deny_earlier_deletion.key,
      local.copier_statements,
      local.batch_statements,
      local.key_perimeter,
    )
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }

    precondition {
      condition     = var.account_id == null || var.account_id == local.account_id
      error_message = "account_id must be the account of the provider, ${local.account_id}, got '${coalesce(var.account_id, "none")}'."
    }
  }
}

resource "aws_kms_alias" "backups" {
  name          = var.key.alias
  target_key_id = aws_kms_key.backups.key_id
}
