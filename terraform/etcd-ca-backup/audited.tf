# What the audit watches. It is within the module's perimeter, as all that it makes.

locals {
  audited = {
    keys    = [{ arn = aws_kms_key.backups.arn, id = aws_kms_key.backups.key_id }]
    aliases = [var.key.alias]
    buckets = [{ name = aws_s3_bucket.bucket["backups"].bucket, arn = local.bucket_arns.backups }]
    roles   = [for key in ["writer", "restorer", "administrator"] : aws_iam_role.role[key].name]
    users   = aws_iam_user.writer[*].name
  }
  role_path            = coalesce(var.roles.path, "/")
  permissions_boundary = var.roles.permissions_boundary
  audit_key_perimeter  = local.key_perimeter

  trail_bucket_arn = "arn:${local.partition}:s3:::${local.trail_bucket_name}"
  trail_bucket_perimeter = concat(
    [for statement in [{
      Sid       = "DenyOtherOrganizations"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [local.trail_bucket_arn, "${local.trail_bucket_arn}/*"]
      Condition = local.perimeter_organizations
    }] : statement if try(var.perimeter.organization_ids, null) != null],
    [for statement in [{
      Sid       = "DenyOtherNetworks"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "${local.trail_bucket_arn}/*"
      Condition = {
        StringNotEqualsIfExists = local.perimeter_networks
        BoolIfExists            = { "aws:PrincipalIsAWSService" = "false", "aws:ViaAWSService" = "false" }
        ArnNotLikeIfExists = {
          "aws:PrincipalArn" = concat(
            ["arn:${local.partition}:iam::${local.account_id}:role/aws-service-role/*"],
            local.s3_role_arns,
          )
        }
      }
    }] : statement if length(local.perimeter_networks) > 0],
  )
}
