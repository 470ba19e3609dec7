locals {
  described_keys = { key = var.key }
  managed = {
    policy   = "kms-plugin"
    key_arns = [aws_kms_key.kubernetes.arn]
    aliases  = [var.key.alias]
  }

  roles = {
    node = {
      description          = "Encrypts and decrypts what Kubernetes stores; manages nothing."
      trust                = var.control_plane.trust
      max_session_duration = null
    }
    administrator = {
      description          = "Manages the key; does not use it."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }

  # The key opens nothing for the control plane without its context.
  context = {
    for name, value in var.plugin.encryption_context : "kms:EncryptionContext:${name}" => value
  }
  context_condition = length(local.context) == 0 ? {} : { Condition = { StringEquals = local.context } }
}

resource "aws_kms_key" "kubernetes" {
  description             = "Objects that Kubernetes stores, for ${var.name}"
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
        # The API server asks for no data key: it encrypts a seed of 32 bytes, and objects with that.
        merge(local.context_condition, {
          Sid       = "EncryptAndDecrypt"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["node"].arn }
          Action    = ["kms:Decrypt", "kms:Encrypt"]
          Resource  = "*"
        }),
      ],
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
  }
}

resource "aws_kms_alias" "kubernetes" {
  name          = var.key.alias
  target_key_id = aws_kms_key.kubernetes.key_id
}

# Every use of the key stands twice, in the key policy and in the policy of the role, under the same conditions: a key
# policy that names a principal allows it whatever the role's policy says.
resource "aws_iam_role_policy" "node" {
  name = "kms-plugin"
  role = aws_iam_role.role["node"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [merge(local.context_condition, {
        Sid      = "EncryptAndDecrypt"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:Encrypt"]
        Resource = aws_kms_key.kubernetes.arn
      })],
      [for arns in [var.key.previous_key_arns] : merge(local.context_condition, {
        Sid      = "DecryptPrevious"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = arns
      }) if length(arns) > 0],
      # To see when the alias is moved. KMS has no narrower resource for it.
      [for key_by in [var.plugin.key_by] : {
        Sid      = "WatchAlias"
        Effect   = "Allow"
        Action   = "kms:ListAliases"
        Resource = "*"
      } if key_by == "alias"],
    )
  })
}
