resource "aws_iam_role" "role" {
  name                 = var.name
  description          = var.description
  path                 = var.path
  permissions_boundary = var.permissions_boundary
  max_session_duration = var.max_session_duration
  assume_role_policy   = local.trust_policy
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = length(distinct(local.trust_sids)) == length(local.trust_sids)
      error_message = join("; ", [for sid in distinct([for index, sid in local.trust_sids : sid if index(local.trust_sids, sid) != index]) : "sid must be unique in a policy, got '${sid}' more than once"])
    }
    precondition {
      condition     = length(local.trust_policy) <= 2048
      error_message = "a trust policy must not exceed 2048 characters, got ${length(local.trust_policy)}"
    }
  }
}

# What an EC2 instance is started with.
resource "aws_iam_instance_profile" "role" {
  count = contains(var.trust[*].type, "ec2") ? 1 : 0

  name = var.name
  role = aws_iam_role.role.name
  tags = var.tags
}

resource "aws_iam_role_policy" "inline" {
  for_each = var.inline_policies

  name   = each.key
  role   = aws_iam_role.role.name
  policy = each.value
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each = var.managed_policy_arns

  role       = aws_iam_role.role.name
  policy_arn = each.value
}

# The lists are references, so that Terraform makes first what is in them.
resource "aws_iam_role_policies_exclusive" "role" {
  count = var.exclusive_policies ? 1 : 0

  role_name    = aws_iam_role.role.name
  policy_names = [for policy in aws_iam_role_policy.inline : policy.name]
}

resource "aws_iam_role_policy_attachments_exclusive" "role" {
  count = var.exclusive_policies ? 1 : 0

  role_name   = aws_iam_role.role.name
  policy_arns = [for attachment in aws_iam_role_policy_attachment.managed : attachment.policy_arn]
}
