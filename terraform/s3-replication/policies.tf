# What the roles may do with the buckets. The bucket policies refuse a part of it.

resource "aws_iam_role_policy" "writer" {
  name = "${lower(var.name)}-source-write-only"
  role = aws_iam_role.role["writer"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteObjects"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
      Resource = "${aws_s3_bucket.bucket["source"].arn}/*"
    }]
  })

  depends_on = [aws_s3_bucket_policy.bucket]
}

resource "aws_iam_role_policy" "reader" {
  for_each = toset(local.has_own_replica ? ["source", "replica"] : ["source"])

  name = "${lower(var.name)}-${each.key}-restore-only"
  role = aws_iam_role.role["reader"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "RestoreObjects"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"]
        Resource = "${aws_s3_bucket.bucket[each.key].arn}/*"
      },
      {
        Sid      = "RestoreObjectsList"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:ListBucketVersions"]
        Resource = aws_s3_bucket.bucket[each.key].arn
      },
    ]
  })

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
        Resource = concat([aws_kms_key.source.arn], aws_kms_key.replica[*].arn)
      },
      {
        Sid    = "ManageAlias"
        Effect = "Allow"
        Action = local.manage_alias_actions
        Resource = [
          for region in concat([local.region], local.has_own_replica ? [var.destination.region] : []) :
          "arn:${local.partition}:kms:${region}:${local.account_id}:${var.key.alias}"
        ]
      },
      {
        Sid      = "ManageBucket"
        Effect   = "Allow"
        Action   = local.manage_bucket_actions
        Resource = [for name in ["source", "replica"] : aws_s3_bucket.bucket[name].arn if contains(keys(local.buckets), name)]
      },
    ]
  })
}
