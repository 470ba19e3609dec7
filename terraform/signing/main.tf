locals {
  described_keys = { key = var.key, mac = var.mac }
  managed = {
    policy   = "signing"
    key_arns = concat([aws_kms_key.signing.arn], aws_kms_key.mac[*].arn)
    aliases  = concat([var.key.alias], var.mac[*].alias)
  }

  roles = {
    signer = {
      description          = "Signs; manages nothing."
      trust                = var.signer.trust
      max_session_duration = var.signer.max_session_duration
    }
    verifier = {
      description          = "Verifies; can neither sign nor manage."
      trust                = var.verifier.trust
      max_session_duration = var.verifier.max_session_duration
    }
    administrator = {
      description          = "Manages the keys; does not use them."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }

  # To look at the key is part of every use: the tool asks for its spec first.
  sign_actions       = ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"]
  verify_actions     = ["kms:DescribeKey", "kms:GetPublicKey", "kms:Verify"]
  mac_actions        = ["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"]
  verify_mac_actions = ["kms:DescribeKey", "kms:VerifyMac"]

}

# KMS does not rotate an asymmetric key: another one is another call of the module, and the old public key stays valid.
resource "aws_kms_key" "signing" {
  description              = "Signatures of ${var.name}"
  customer_master_key_spec = var.key.spec
  key_usage                = "SIGN_VERIFY"
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
          Sid       = "Signers"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["signer"].arn }
          Action    = local.sign_actions
          Resource  = "*"
        },
        {
          Sid       = "Verifiers"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["verifier"].arn }
          Action    = local.verify_actions
          Resource  = "*"
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

resource "aws_kms_alias" "signing" {
  name          = var.key.alias
  target_key_id = aws_kms_key.signing.key_id
}

resource "aws_kms_key" "mac" {
  count = var.mac == null ? 0 : 1

  description              = "Message authentication codes of ${var.name}"
  customer_master_key_spec = var.mac.spec
  key_usage                = "GENERATE_VERIFY_MAC"
  enable_key_rotation      = false
  deletion_window_in_days  = var.mac.deletion_window_in_days
  tags                     = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        local.root_statement.mac,
        {
          Sid       = "Administrator"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["administrator"].arn }
          Action    = local.manage_key_actions
          Resource  = "*"
        },
        {
          Sid       = "Signers"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["signer"].arn }
          Action    = local.mac_actions
          Resource  = "*"
        },
        {
          Sid       = "Verifiers"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["verifier"].arn }
          Action    = local.verify_mac_actions
          Resource  = "*"
        },
      ],
      local.deny_earlier_deletion.mac,
      local.key_perimeter,
    )
  })

  lifecycle {
    prevent_destroy = true # var.mac.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "mac" {
  count = var.mac == null ? 0 : 1

  name          = var.mac.alias
  target_key_id = aws_kms_key.mac[0].key_id
}

# Every use of a key stands twice, in the key policy and in the policy of the role.
resource "aws_iam_role_policy" "use" {
  for_each = {
    signer   = { signatures = local.sign_actions, codes = local.mac_actions }
    verifier = { signatures = local.verify_actions, codes = local.verify_mac_actions }
  }

  name = "signing"
  role = aws_iam_role.role[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "Signatures"
        Effect   = "Allow"
        Action   = each.value.signatures
        Resource = aws_kms_key.signing.arn
      }],
      [for key in aws_kms_key.mac : {
        Sid      = "MessageAuthenticationCodes"
        Effect   = "Allow"
        Action   = each.value.codes
        Resource = key.arn
      }],
    )
  })
}
