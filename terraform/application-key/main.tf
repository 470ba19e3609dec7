locals {
  described_keys = { key = var.key }
  managed = {
    policy   = "application"
    key_arns = [aws_kms_key.application.arn]
    aliases  = [var.key.alias]
  }

  roles = {
    administrator = {
      description          = "Manages the key; does not use it."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }

  buckets = {
    data = { name = coalesce(var.bucket.name, "${var.name}-${local.account_id}-${local.region}"), region = null }
  }
  bucket_settings = {
    data = {
      key_arn                       = aws_kms_key.application.arn
      retentions                    = []
      object_lock                   = null
      noncurrent_expiration_in_days = var.bucket.noncurrent_expiration_in_days
    }
  }
  bucket_statements = {
    data = [
      # With it, whoever may write could put the objects under another key, in place.
      {
        Sid       = "DenyEncryptionUpdate"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:UpdateObjectEncryption"
        Resource  = "${local.bucket_arns.data}/*"
      },
    ]
  }
  other_bucket_arns = {}
  s3_role_arns      = []
}

resource "aws_iam_user" "application" {
  #checkov:skip=CKV_AWS_273:the preset is for applications that cannot assume a role
  name                 = var.name
  permissions_boundary = var.roles.permissions_boundary
  tags                 = var.tags
}

# Its secret stands in the state, and never expires.
resource "aws_iam_access_key" "application" {
  count = var.user.access_key ? 1 : 0

  user = aws_iam_user.application.name
}

resource "aws_kms_key" "application" {
  description             = var.key.description
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  # As the console of KMS makes it.
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
        {
          Sid       = "KeyUsers"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_user.application.arn }
          Action    = local.use_key_actions
          Resource  = "*"
        },
        {
          Sid       = "AttachPersistentResources"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_user.application.arn }
          Action    = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
          Resource  = "*"
          Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
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

resource "aws_kms_alias" "application" {
  name          = var.key.alias
  target_key_id = aws_kms_key.application.key_id
}

# The key policy names the user, so this need not speak of the key.
resource "aws_iam_user_policy" "application" {
  #checkov:skip=CKV_AWS_40:the only user of the module, and its only policy
  name = "application"
  user = aws_iam_user.application.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadObjects"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${aws_s3_bucket.bucket["data"].arn}/*"
      },
      {
        Sid      = "ReadObjectsList"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = aws_s3_bucket.bucket["data"].arn
      },
      {
        Sid      = "WriteObjects"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
        Resource = "${aws_s3_bucket.bucket["data"].arn}/*"
      },
    ]
  })

  # The bucket policy refuses a part of it.
  depends_on = [aws_s3_bucket_policy.bucket]
}
