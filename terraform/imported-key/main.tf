locals {
  described_keys = { key = var.key }
  managed = {
    policy   = "imported-key"
    key_arns = local.key_arns
    aliases  = [var.key.alias]
  }

  roles = {
    user = {
      description          = "Encrypts with the key of the alias, opens with all; manages nothing."
      trust                = var.user.trust
      max_session_duration = var.user.max_session_duration
    }
    importer = {
      description          = "Imports key material; neither uses nor manages the keys."
      trust                = var.importer.trust
      max_session_duration = var.importer.max_session_duration
    }
    administrator = {
      description          = "Manages the keys and the alias; does not use the keys."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }

  open_actions = ["kms:Decrypt", "kms:DescribeKey"]
  # To give a key its material, and nothing else.
  import_actions = ["kms:DescribeKey", "kms:GetParametersForImport", "kms:ImportKeyMaterial"]

  current_version = coalesce(var.key.current, var.key.versions[0])
  key_arns        = [for version in var.key.versions : aws_kms_external_key.imported[version].arn]
}

# A key for each version behind one alias: KMS does not rotate imported material. All have the same policy, so that a
# moved alias changes none.
resource "aws_kms_external_key" "imported" {
  for_each = toset(var.key.versions)

  description             = "Imported material of ${var.name}"
  key_spec                = "SYMMETRIC_DEFAULT"
  key_usage               = "ENCRYPT_DECRYPT"
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
        # KMS does not know kms:ResourceAliases in key policies. So the user's own policy decides: the condition on the
        # alias stands there.
        {
          Sid       = "UsersEncrypt"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action    = "kms:GenerateDataKey"
          Resource  = "*"
          Condition = { ArnEquals = { "aws:PrincipalArn" = aws_iam_role.role["user"].arn } }
        },
        {
          Sid       = "UsersOpen"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["user"].arn }
          Action    = local.open_actions
          Resource  = "*"
        },
        {
          Sid       = "Importers"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["importer"].arn }
          Action    = local.import_actions
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

    # `sealstack import-key-material` brings the material, which Terraform never sees.
    ignore_changes = [key_material_base64, valid_to]
  }
}

resource "aws_kms_alias" "imported" {
  name          = var.key.alias
  target_key_id = aws_kms_external_key.imported[local.current_version].id
}

resource "aws_iam_role_policy" "user" {
  name = "imported-key"
  role = aws_iam_role.role["user"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # With whichever key carries the alias. The condition key has several values: a plain StringEquals never matches.
      {
        Sid       = "EncryptByAlias"
        Effect    = "Allow"
        Action    = "kms:GenerateDataKey"
        Resource  = local.key_arns
        Condition = { "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = var.key.alias } }
      },
      {
        Sid      = "Open"
        Effect   = "Allow"
        Action   = local.open_actions
        Resource = local.key_arns
      },
    ]
  })
}

resource "aws_iam_role_policy" "importer" {
  name = "imported-key"
  role = aws_iam_role.role["importer"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Import"
      Effect   = "Allow"
      Action   = local.import_actions
      Resource = local.key_arns
    }]
  })
}
