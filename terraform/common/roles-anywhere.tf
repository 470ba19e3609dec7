# What hosts outside AWS name when they ask for a role with a certificate of their own CA.

resource "aws_rolesanywhere_profile" "role" {
  for_each = toset([
    for name, role in local.roles : name if contains(role.trust[*].type, "rolesAnywhere")
  ])

  name             = aws_iam_role.role[each.key].name
  enabled          = true
  role_arns        = [aws_iam_role.role[each.key].arn]
  duration_seconds = 3600
  tags             = var.tags
}
