# A locked bucket and its key in an account of their own, for copies from many accounts and regions.

locals {
  described_keys = { key = var.key }

  roles = merge(
    {
      administrator = {
        description          = "Manages the key; does not use it, and reads no copy."
        trust                = var.administrator.trust
        max_session_duration = var.administrator.max_session_duration
      }
    },
    { for role in var.restorer[*] : "restorer" => {
      description          = "Reads the copies of every source; changes none."
      trust                = role.trust
      max_session_duration = role.max_session_duration
    } },
    { for role in var.break_glass[*] : "break-glass" => {
      description          = "Ends locks and deletes versions; reads no copy."
      trust                = role.trust
      max_session_duration = role.max_session_duration
    } },
  )
  restorer_arns    = [for name, role in aws_iam_role.role : role.arn if name == "restorer"]
  break_glass_arns = [for name, role in aws_iam_role.role : role.arn if name == "break-glass"]

  buckets = {
    vault = { name = coalesce(var.bucket.name, "${var.name}-${local.account_id}-${local.region}"), region = null }
  }
  bucket_settings = {
    vault = {
      key_arn                       = aws_kms_key.vault.arn
      retentions                    = var.bucket.retentions
      object_lock                   = var.bucket.object_lock
      noncurrent_expiration_in_days = var.bucket.noncurrent_expiration_in_days
    }
  }
  other_bucket_arns = {}
  s3_role_arns      = try(local.patterns.replication, [])

  via_s3 = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" }
}

resource "aws_kms_key" "vault" {
  description             = "Copies in ${var.name}"
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        local.root_statement.key,
        {
          Sid       = "KeyAdministrators"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["administrator"].arn }
          Action    = local.manage_key_actions
          Resource  = "*"
        },
      ],
      local.deny_earlier_deletion.key,
      local.source_key_statements,
      local.restorer_key_statements,
      local.key_perimeter,
    )
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    precondition {
      condition     = var.account_id == local.account_id
      error_message = "account_id must be the account of the provider, ${local.account_id}, got '${var.account_id}'."
    }

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "vault" {
  name          = var.key.alias
  target_key_id = aws_kms_key.vault.key_id
}
