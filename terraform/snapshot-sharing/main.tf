locals {
  described_keys = { key = var.key }
  managed = {
    policy   = "snapshots"
    key_arns = [aws_kms_key.snapshots.arn]
    aliases  = [var.key.alias]
  }

  is_source = var.side == "source"
  # The role that the side is for: a source shares, a target copies.
  acting = local.is_source ? "sharer" : "copier"

  roles = {
    for name, role in {
      sharer = {
        description          = "Shares snapshots; opens and deletes none."
        trust                = try(var.snapshot_source.sharer.trust, [])
        max_session_duration = try(var.snapshot_source.sharer.max_session_duration, null)
      }
      copier = {
        description          = "Copies shared snapshots; opens and deletes none."
        trust                = try(var.snapshot_target.copier.trust, [])
        max_session_duration = try(var.snapshot_target.copier.max_session_duration, null)
      }
      administrator = {
        description          = "Manages the key; does not use it."
        trust                = var.administrator.trust
        max_session_duration = var.administrator.max_session_duration
      }
    } : name => role if contains([local.acting, "administrator"], name)
  }

  accounts        = try(var.snapshot_source.accounts, [])
  copiers         = try(var.snapshot_source.copiers, [])
  source_key_arns = try(var.snapshot_target.key_arns, [])

  has_ec2 = contains(var.services, "ec2")
  has_rds = contains(var.services, "rds")
}

resource "aws_kms_key" "snapshots" {
  description             = "${local.is_source ? "Snapshots" : "Copies of snapshots"} of ${var.name}"
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
          Sid       = "Administrator"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["administrator"].arn }
          Action    = local.manage_key_actions
          Resource  = "*"
        },
      ],
      local.key_use_statements,
      local.deny_earlier_deletion.key,
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

resource "aws_kms_alias" "snapshots" {
  name          = var.key.alias
  target_key_id = aws_kms_key.snapshots.key_id
}

resource "aws_iam_role_policy" "acting" {
  name = "snapshots"
  role = aws_iam_role.role[local.acting].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.copy_statements, local.share_statements, local.open_statements)
  })
}
