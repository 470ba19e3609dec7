# What the roles may do. The key policy names who uses the key, so that the roles' own need not speak of it.

locals {
  # By name, so that the size of the policies is known when they are planned.
  bucket_arn  = local.bucket_arns.states
  object_arns = [for prefix in var.prefixes : "${local.bucket_arn}/${prefix}*"]

  # It takes no lock, which would be to write, and could hold up whoever applies.
  reader_statements = [
    {
      Sid      = "ReadStates"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = local.object_arns
    },
    {
      Sid       = "ListStates"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = local.bucket_arn
      Condition = { StringLike = { "s3:prefix" = [for prefix in var.prefixes : "${prefix}*"] } }
    },
  ]

  role_statements = {
    reader = local.reader_statements

    # Locks a state by an object beside it, and deletes locks only.
    deployer = concat(local.reader_statements, [
      {
        Sid      = "WriteStates"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
        Resource = local.object_arns
      },
      {
        Sid      = "UnlockStates"
        Effect   = "Allow"
        Action   = "s3:DeleteObject"
        Resource = [for arn in local.object_arns : "${arn}.tflock"]
      },
    ])

    administrator = [
      {
        Sid      = "ManageKey"
        Effect   = "Allow"
        Action   = local.manage_key_actions
        Resource = concat([aws_kms_key.states.arn], values(aws_kms_replica_key.states)[*].arn)
      },
      {
        Sid    = "ManageAlias"
        Effect = "Allow"
        Action = local.manage_alias_actions
        Resource = [
          for region in concat([local.region], var.key.replica_regions) :
          "arn:${local.partition}:kms:${region}:${local.account_id}:${var.key.alias}"
        ]
      },
      {
        Sid      = "ManageBucket"
        Effect   = "Allow"
        Action   = local.manage_bucket_actions
        Resource = local.bucket_arn
      },
    ]
  }
}

resource "aws_iam_role_policy" "states" {
  for_each = local.role_statements

  name = "states"
  role = aws_iam_role.role[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = each.value
  })

  # The bucket policy refuses a part of it.
  depends_on = [aws_s3_bucket_policy.bucket]

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}
