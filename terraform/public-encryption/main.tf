locals {
  described_keys = { key = var.key }
  managed = {
    policy   = "public-encryption"
    key_arns = [aws_kms_key.public.arn]
    aliases  = [var.key.alias]
  }

  roles = {
    opener = {
      description          = "Opens what was encrypted with the public key; manages nothing."
      trust                = var.opener.trust
      max_session_duration = var.opener.max_session_duration
    }
    administrator = {
      description          = "Manages the key; opens nothing."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }

  # Nobody encrypts through KMS: that is what the public key is for. To look at the key, and to hand out its public
  # half, is part of opening: the tool asks for both.
  look_actions   = ["kms:DescribeKey", "kms:GetPublicKey"]
  open_condition = { StringEquals = { "kms:EncryptionAlgorithm" = var.key.encryption_algorithms } }
}

# KMS does not rotate an asymmetric key: another one is another call of the module, and this one stays for what was
# encrypted for it.
resource "aws_kms_key" "public" {
  description              = "Public encryption of ${var.name}"
  customer_master_key_spec = var.key.spec
  enable_key_rotation      = false
  deletion_window_in_days  = var.key.deletion_window_in_days
  tags                     = var.tags

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
        {
          Sid       = "OpenersLook"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["opener"].arn }
          Action    = local.look_actions
          Resource  = "*"
        },
        {
          Sid       = "Openers"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["opener"].arn }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = local.open_condition
        },
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

resource "aws_kms_alias" "public" {
  name          = var.key.alias
  target_key_id = aws_kms_key.public.key_id
}

# Every use of the key stands twice, in the key policy and in the policy of the role.
resource "aws_iam_role_policy" "opener" {
  name = "public-encryption"
  role = aws_iam_role.role["opener"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Look"
        Effect   = "Allow"
        Action   = local.look_actions
        Resource = aws_kms_key.public.arn
      },
      {
        Sid       = "Open"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = aws_kms_key.public.arn
        Condition = local.open_condition
      },
    ]
  })
}
