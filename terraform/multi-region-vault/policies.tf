# What the roles may do. The key policies name who uses the keys, and nothing of another region is named.

locals {
  table_arns = {
    for place, region in local.regions : place => "arn:${local.partition}:dynamodb:${region}:${local.account_id}:table/${local.table_name}"
  }
  # As the buckets are called in the names of policies.
  file_names = { for place in keys(local.regions) : place => place == "first" ? "files" : "files-${place}" }
}

resource "aws_iam_role_policy" "writer_objects" {
  for_each = local.regions

  name = "${lower(var.name)}-${local.file_names[each.key]}-write-only"
  role = aws_iam_role.role["writer-${each.key}"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteObjects"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
      Resource = "${aws_s3_bucket.bucket[each.key].arn}/*"
    }]
  })

  # The bucket policy refuses a part of it.
  depends_on = [aws_s3_bucket_policy.bucket]
}

resource "aws_iam_role_policy" "reader_objects" {
  for_each = local.regions

  name = "${lower(var.name)}-${local.file_names[each.key]}-read-only"
  role = aws_iam_role.role["reader-${each.key}"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadObjects"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${aws_s3_bucket.bucket[each.key].arn}/*"
      },
      {
        Sid      = "ReadObjectsList"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = aws_s3_bucket.bucket[each.key].arn
      },
    ]
  })

  depends_on = [aws_s3_bucket_policy.bucket]
}

resource "aws_iam_role_policy" "writer_items" {
  for_each = local.regions

  name = "${lower(var.name)}-items-write-only-${each.value}"
  role = aws_iam_role.role["writer-${each.key}"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteItems"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = local.table_arns[each.key]
        # A write can ask for the item as it was before: that is a read.
        Condition = { StringEqualsIfExists = { "dynamodb:ReturnValues" = "NONE" } }
      },
      {
        Sid      = "WriteItemsDescribe"
        Effect   = "Allow"
        Action   = "dynamodb:DescribeTable"
        Resource = local.table_arns[each.key]
      },
    ]
  })
}

resource "aws_iam_role_policy" "reader_items" {
  for_each = local.regions

  name = "${lower(var.name)}-items-read-only-${each.value}"
  role = aws_iam_role.role["reader-${each.key}"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadItems"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"]
        Resource = [local.table_arns[each.key], "${local.table_arns[each.key]}/index/*"]
      },
      {
        Sid      = "ReadItemsDescribe"
        Effect   = "Allow"
        Action   = "dynamodb:DescribeTable"
        Resource = local.table_arns[each.key]
      },
    ]
  })
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
        Resource = values(local.key_arns)
      },
      {
        Sid    = "ManageAlias"
        Effect = "Allow"
        Action = local.manage_alias_actions
        Resource = [
          for region in values(local.regions) : "arn:${local.partition}:kms:${region}:${local.account_id}:${var.key.alias}"
        ]
      },
    ]
  })
}
