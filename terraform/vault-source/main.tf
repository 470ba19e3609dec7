# The roles of one account that uses another account's vault. Their policies are one half of the permission; the other
# half is the vault's. Nobody overwrites, deletes, tags, locks or unlocks a copy.

locals {
  roles = merge(
    {
      writer = {
        description          = "Adds copies to the vault; reads and changes none."
        trust                = var.writer.trust
        max_session_duration = var.writer.max_session_duration
      }
    },
    { for restorer in var.restorer[*] : "restorer" => {
      description          = "Reads copies in the vault; changes none."
      trust                = restorer.trust
      max_session_duration = restorer.max_session_duration
    } },
  )

  # The vault is where its key is.
  vault_region = split(":", var.vault.key_arn)[3]
  vault_arn    = "arn:${local.partition}:s3:::${var.vault.bucket}"
  prefix       = coalesce(var.vault.prefix, "${var.account_id}/")

  uses = {
    writer = {
      name           = "Writer"
      object_actions = ["s3:AbortMultipartUpload", "s3:PutObject"]
      list_actions   = ["s3:ListBucket"]
      # S3 reads the parts of a multipart upload again when it is completed.
      key_actions = ["kms:Decrypt", "kms:GenerateDataKey"]
    }
    restorer = {
      name           = "Restorer"
      object_actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"]
      list_actions   = ["s3:ListBucket", "s3:ListBucketVersions"]
      key_actions    = ["kms:Decrypt"]
    }
  }
}

resource "aws_iam_role_policy" "vault" {
  for_each = local.roles

  name = "vault"
  role = aws_iam_role.role[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "${local.uses[each.key].name}Objects"
        Effect   = "Allow"
        Action   = local.uses[each.key].object_actions
        Resource = "${local.vault_arn}/${local.prefix}*"
      },
      {
        Sid       = "${local.uses[each.key].name}List"
        Effect    = "Allow"
        Action    = local.uses[each.key].list_actions
        Resource  = local.vault_arn
        Condition = { StringLike = { "s3:prefix" = "${local.prefix}*" } }
      },
      # Through S3 of the vault's region only, for its bucket, whose ARN is the context of its bucket key.
      {
        Sid      = "${local.uses[each.key].name}Key"
        Effect   = "Allow"
        Action   = local.uses[each.key].key_actions
        Resource = var.vault.key_arn
        Condition = {
          StringEquals = {
            "kms:ViaService"                   = "s3.${local.vault_region}.amazonaws.com"
            "kms:EncryptionContext:aws:s3:arn" = local.vault_arn
          }
        }
      },
    ]
  })

  lifecycle {
    precondition {
      condition     = var.account_id == local.account_id
      error_message = "account_id must be the account of the provider, ${local.account_id}, got '${var.account_id}'."
    }
  }
}
