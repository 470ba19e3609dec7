# What S3 does with the key for roles that restore, beside those of the sources: through S3 of this region, for this bucket.

locals {
  bucket_context = [aws_s3_bucket.bucket["vault"].arn, "${aws_s3_bucket.bucket["vault"].arn}/*"]
  opening = {
    StringEquals = local.via_s3
    StringLike   = { "kms:EncryptionContext:aws:s3:arn" = local.bucket_context }
  }

  further_restorer_arns = distinct(local.further_restorers[*].arn)
  # With a full root statement, the restorer's own policy says it.
  named_restorer_arns = [for arn in local.restorer_arns : arn if var.key.root_statement != "full"]

  restorer_key_statements = concat(
    [for index, arn in local.further_restorer_arns : {
      Sid       = "GrantKeyDecrypters${index == 0 ? "" : index + 1}"
      Effect    = "Allow"
      Principal = { AWS = "arn:${split(":", arn)[1]}:iam::${split(":", arn)[4]}:root" }
      Action    = local.open_key_actions
      Resource  = "*"
      Condition = merge(local.opening, { ArnEquals = { "aws:PrincipalArn" = arn } })
    }],
    # A request to look at the key has no encryption context.
    [for index, arn in local.further_restorer_arns : {
      Sid       = "GrantKeyDecryptersDescribe${index == 0 ? "" : index + 1}"
      Effect    = "Allow"
      Principal = { AWS = "arn:${split(":", arn)[1]}:iam::${split(":", arn)[4]}:root" }
      Action    = "kms:DescribeKey"
      Resource  = "*"
      Condition = {
        StringEquals = local.via_s3
        ArnEquals    = { "aws:PrincipalArn" = arn }
      }
    }],
    flatten([for number in [length(local.further_restorer_arns) + 1] : [for arn in local.named_restorer_arns : [
      {
        Sid       = "GrantKeyDecrypters${number == 1 ? "" : number}"
        Effect    = "Allow"
        Principal = { AWS = arn }
        Action    = local.open_key_actions
        Resource  = "*"
        Condition = local.opening
      },
      {
        Sid       = "GrantKeyDecryptersDescribe${number == 1 ? "" : number}"
        Effect    = "Allow"
        Principal = { AWS = arn }
        Action    = "kms:DescribeKey"
        Resource  = "*"
        Condition = { StringEquals = local.via_s3 }
      },
    ]]]),
  )

  key_uses = { for role in var.restorer[*] : "restorer" => {
    when      = var.key.root_statement == "full"
    role      = aws_iam_role.role["restorer"].name
    key       = "key"
    seals     = false
    key_arn   = aws_kms_key.vault.arn
    condition = local.opening
  } }
}
