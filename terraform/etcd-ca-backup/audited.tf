# What the audit watches. It is within the module's perimeter, as all that it makes.

locals {
  audit = var.audit
  audited = {
    made    = true
    keys    = [{ arn = aws_kms_key.backups.arn, id = aws_kms_key.backups.key_id }]
    aliases = [var.key.alias]
    buckets = [{ name = aws_s3_bucket.bucket["backups"].bucket, arn = local.bucket_arns.backups }]
    roles = [
      for key in ["writer", "restorer", "administrator", "keeper", "tester", "rekeyer"] :
      aws_iam_role.role[key].name if contains(keys(local.roles), key)
    ]
    users = aws_iam_user.writer[*].name
  }
  role_path            = coalesce(var.roles.path, "/")
  permissions_boundary = var.roles.permissions_boundary
  audit_key_perimeter  = local.key_perimeter

  other_bucket_arns      = { trail = "arn:${local.partition}:s3:::${local.trail_bucket_name}" }
  trail_bucket_perimeter = local.bucket_perimeter.trail
}
