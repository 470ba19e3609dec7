# Manages keys and their aliases, and does not use them. It takes local.managed: the policy's name (`policy`), and
# `key_arns` and `aliases`.

resource "aws_iam_role_policy" "administrator" {
  name = local.managed.policy
  role = aws_iam_role.role["administrator"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ManageKey"
        Effect   = "Allow"
        Action   = local.manage_key_actions
        Resource = local.managed.key_arns
      },
      {
        Sid    = "ManageAlias"
        Effect = "Allow"
        Action = local.manage_alias_actions
        Resource = [
          for alias in local.managed.aliases : "arn:${local.partition}:kms:${local.region}:${local.account_id}:${alias}"
        ]
      },
    ]
  })
}
