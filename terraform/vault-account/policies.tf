locals {
  # What ends a version, or sets how long it stays.
  end_of_versions = [
    "s3:BypassGovernanceRetention",
    "s3:DeleteObjectVersion",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
  ]
  restore_object_actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"]

  bucket_statements = {
    vault = concat(
      [
        # With it, whoever may write could put the objects under another key, in place.
        {
          Sid       = "DenyEncryptionUpdate"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:UpdateObjectEncryption"
          Resource  = "${local.bucket_arns.vault}/*"
        },
        # Nothing is overwritten, by nobody. Parts of an upload create no object: S3 asks again when it is completed.
        {
          Sid       = "DenyOverwrite"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:PutObject"
          Resource  = "${local.bucket_arns.vault}/*"
          Condition = {
            Null = { "s3:if-none-match" = "true" }
            Bool = { "s3:ObjectCreationOperation" = "true" }
          }
        },
        merge(
          {
            Sid       = "DenyEndOfVersions"
            Effect    = "Deny"
            Principal = "*"
            Action    = local.end_of_versions
            Resource  = "${local.bucket_arns.vault}/*"
          },
          { for arn in local.break_glass_arns : "Condition" => { ArnNotEquals = { "aws:PrincipalArn" = arn } } },
        ),
      ],
      local.source_bucket_statements,
      [for index, one in local.further_restorers : {
        Sid       = "RestoreObjects${index == 0 ? "" : index + 1}"
        Effect    = "Allow"
        Principal = { AWS = "arn:${split(":", one.arn)[1]}:iam::${split(":", one.arn)[4]}:root" }
        Action    = local.restore_object_actions
        Resource  = "${local.bucket_arns.vault}/${one.prefix}*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = one.arn } }
      }],
      [for index, one in local.further_restorers : {
        Sid       = "RestoreObjectsList${index == 0 ? "" : index + 1}"
        Effect    = "Allow"
        Principal = { AWS = "arn:${split(":", one.arn)[1]}:iam::${split(":", one.arn)[4]}:root" }
        Action    = ["s3:ListBucket", "s3:ListBucketVersions"]
        Resource  = local.bucket_arns.vault
        Condition = {
          StringLike = { "s3:prefix" = "${one.prefix}*" }
          ArnEquals  = { "aws:PrincipalArn" = one.arn }
        }
      }],
    )
  }
}

# Every copy, for when an account is lost.
resource "aws_iam_role_policy" "restorer" {
  for_each = { for role in var.restorer[*] : "restorer" => aws_iam_role.role["restorer"].name }

  name = "${lower(var.name)}-vault-restore-only"
  role = each.value
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "RestoreObjects"
        Effect   = "Allow"
        Action   = local.restore_object_actions
        Resource = "${aws_s3_bucket.bucket["vault"].arn}/*"
      },
      {
        Sid      = "RestoreObjectsList"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:ListBucketVersions"]
        Resource = aws_s3_bucket.bucket["vault"].arn
      },
    ]
  })

  # The bucket policy refuses a part of it.
  depends_on = [aws_s3_bucket_policy.bucket]
}

# Ends locks and versions, and sees which there are. Reads no object, and has no key.
resource "aws_iam_role_policy" "break_glass" {
  for_each = { for role in var.break_glass[*] : "break-glass" => aws_iam_role.role["break-glass"].name }

  name = "vault"
  role = each.value
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "EndVersions"
        Effect   = "Allow"
        Action   = concat(["s3:GetObjectLegalHold", "s3:GetObjectRetention"], local.end_of_versions)
        Resource = "${aws_s3_bucket.bucket["vault"].arn}/*"
      },
      {
        Sid      = "ListVersions"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:ListBucketVersions"]
        Resource = aws_s3_bucket.bucket["vault"].arn
      },
    ]
  })

  depends_on = [aws_s3_bucket_policy.bucket]
}

resource "aws_iam_role_policy" "administrator" {
  name = "vault"
  role = aws_iam_role.role["administrator"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ManageKey"
        Effect   = "Allow"
        Action   = local.manage_key_actions
        Resource = aws_kms_key.vault.arn
      },
      {
        Sid      = "ManageAlias"
        Effect   = "Allow"
        Action   = local.manage_alias_actions
        Resource = "arn:${local.partition}:kms:${local.region}:${local.account_id}:${var.key.alias}"
      },
      {
        Sid      = "ManageBucket"
        Effect   = "Allow"
        Action   = local.manage_bucket_actions
        Resource = aws_s3_bucket.bucket["vault"].arn
      },
    ]
  })
}
