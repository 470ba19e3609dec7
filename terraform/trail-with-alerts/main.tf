locals {
  audit = var.audit
  audited = {
    # By whoever calls the module.
    made    = true
    keys    = [for arn in var.keys : { arn = arn, id = element(split("/", arn), length(split("/", arn)) - 1) }]
    aliases = var.aliases
    buckets = [for name in var.buckets : { name = name, arn = "arn:${local.partition}:s3:::${name}" }]
    roles   = var.roles
    users   = var.users
  }
  role_path              = "/"
  permissions_boundary   = null
  audit_key_perimeter    = []
  trail_bucket_perimeter = []
}
