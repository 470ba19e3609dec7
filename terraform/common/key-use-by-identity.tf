# What S3 does with keys for roles, in the roles' own policies: where a key's root statement is full, or the key is another
# account's. It takes local.key_uses, by a name of the module's own: `when`, the `role` and what the policy calls the key
# (`key`), whether it `seals` or opens, `key_arn`, and the `condition`, by which S3 of the key's region is meant.

resource "aws_iam_role_policy" "key_use" {
  for_each = { for name, use in local.key_uses : name => use if use.when }

  name = join("-", [lower(var.name), each.value.key, each.value.seals ? "key-encrypters" : "key-decrypters"])
  role = each.value.role
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = each.value.seals ? "KeyEncrypters" : "KeyDecrypters"
        Effect    = "Allow"
        Action    = each.value.seals ? local.seal_key_actions : local.open_key_actions
        Resource  = each.value.key_arn
        Condition = each.value.condition
      },
      # A request to look at the key has no encryption context.
      {
        Sid      = each.value.seals ? "KeyEncryptersDescribe" : "KeyDecryptersDescribe"
        Effect   = "Allow"
        Action   = "kms:DescribeKey"
        Resource = each.value.key_arn
        Condition = {
          StringEquals = { "kms:ViaService" = each.value.condition.StringEquals["kms:ViaService"] }
        }
      },
    ]
  })
}
