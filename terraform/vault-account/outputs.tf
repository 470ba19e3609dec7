output "region" {
  description = "Region of bucket and key."
  value       = local.region
}

output "account_id" {
  description = "Account of the module."
  value       = local.account_id
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.vault.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.vault.key_id
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.vault.name
}

output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.bucket["vault"].bucket
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}

output "restorer_role_arn" {
  description = "ARN of the role that reads all copies; null without it."
  value       = one(local.restorer_arns)
}

output "break_glass_role_arn" {
  description = "ARN of the role that ends locks and versions; null without it."
  value       = one(local.break_glass_arns)
}

output "sources" {
  description = "By account id: where its copies go, and the policies of its roles."
  value = {
    for source in local.vault_sources : source.account_id => merge(
      {
        account_id = source.account_id
        regions    = source.regions
        prefix     = source.prefix
        bucket     = aws_s3_bucket.bucket["vault"].bucket
        key_arn    = aws_kms_key.vault.arn
        region     = local.region
      },
      { for way in source.ways : way => {
        roles = distinct(flatten([
          for role in local.ways[way].roles : [for region in source.regions : replace(role, "{region}", region)]
        ]))
        policy = {
          Version = "2012-10-17"
          Statement = [
            {
              Sid    = "${local.ways[way].name}Objects"
              Effect = "Allow"
              Action = concat(local.ways[way].object_actions, local.ways[way].bucket_actions)
              Resource = concat(
                ["${aws_s3_bucket.bucket["vault"].arn}/${source.prefix}*"],
                [for _ in local.ways[way].bucket_actions : aws_s3_bucket.bucket["vault"].arn],
              )
            },
            {
              Sid       = "${local.ways[way].name}List"
              Effect    = "Allow"
              Action    = local.ways[way].list_actions
              Resource  = [aws_s3_bucket.bucket["vault"].arn]
              Condition = { StringLike = { "s3:prefix" = ["${source.prefix}*"] } }
            },
            {
              Sid      = "${local.ways[way].name}Key"
              Effect   = "Allow"
              Action   = local.ways[way].key_actions
              Resource = [aws_kms_key.vault.arn]
              Condition = {
                StringEquals = merge(local.via_s3, {
                  "kms:EncryptionContext:aws:s3:arn" = aws_s3_bucket.bucket["vault"].arn
                })
              }
            },
          ]
        }
      } },
    )
  }
}
