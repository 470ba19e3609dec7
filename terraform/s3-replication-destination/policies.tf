locals {
  bucket_statements = {
    replicas = concat(
      [
        # With it, whoever may write could put the objects under another key, in place.
        {
          Sid       = "DenyEncryptionUpdate"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:UpdateObjectEncryption"
          Resource  = "${local.bucket_arns.replicas}/*"
        },
        {
          Sid       = "AcceptReplicas"
          Effect    = "Allow"
          Principal = { AWS = local.source_root_arn }
          Action = [
            "s3:ObjectOwnerOverrideToBucketOwner",
            "s3:ReplicateDelete",
            "s3:ReplicateObject",
            "s3:ReplicateTags",
          ]
          Resource  = "${local.bucket_arns.replicas}/*"
          Condition = local.replication_role
        },
        {
          Sid       = "AcceptReplication"
          Effect    = "Allow"
          Principal = { AWS = local.source_root_arn }
          Action = [
            "s3:GetBucketVersioning",
            "s3:ListBucket",
            "s3:ListBucketMultipartUploads",
            "s3:ListBucketVersions",
          ]
          Resource  = local.bucket_arns.replicas
          Condition = local.replication_role
        },
        # Nobody but the replication writes here.
        {
          Sid       = "DenyOtherWriters"
          Effect    = "Deny"
          Principal = "*"
          Action    = local.write_object_actions
          Resource  = "${local.bucket_arns.replicas}/*"
          Condition = { ArnNotEquals = { "aws:PrincipalArn" = var.replication_source.role_arn } }
        },
      ],
      [for index, arn in var.replication_source.reader_arns : {
        Sid       = "RestoreObjects${index == 0 ? "" : index + 1}"
        Effect    = "Allow"
        Principal = { AWS = local.source_root_arn }
        Action    = local.restore_object_actions
        Resource  = "${local.bucket_arns.replicas}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = arn } }
      }],
      [for index, arn in var.replication_source.reader_arns : {
        Sid       = "RestoreObjectsList${index == 0 ? "" : index + 1}"
        Effect    = "Allow"
        Principal = { AWS = local.source_root_arn }
        Action    = ["s3:ListBucket", "s3:ListBucketVersions"]
        Resource  = local.bucket_arns.replicas
        Condition = { ArnEquals = { "aws:PrincipalArn" = arn } }
      }],
    )
  }
  other_bucket_arns = {}
  s3_role_arns      = [var.replication_source.role_arn]

  restore_object_actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"]
}

resource "aws_iam_role_policy" "reader" {
  name = "${lower(var.name)}-replicas-restore-only"
  role = aws_iam_role.role["reader"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "RestoreObjects"
        Effect   = "Allow"
        Action   = local.restore_object_actions
        Resource = "${aws_s3_bucket.bucket["replicas"].arn}/*"
      },
      {
        Sid      = "RestoreObjectsList"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:ListBucketVersions"]
        Resource = aws_s3_bucket.bucket["replicas"].arn
      },
    ]
  })

  # The bucket policy refuses a part of it.
  depends_on = [aws_s3_bucket_policy.bucket]
}

resource "aws_iam_role_policy" "administrator" {
  name = "replication"
  role = aws_iam_role.role["administrator"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ManageKey"
        Effect   = "Allow"
        Action   = local.manage_key_actions
        Resource = aws_kms_key.replicas.arn
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
        Resource = aws_s3_bucket.bucket["replicas"].arn
      },
    ]
  })
}
