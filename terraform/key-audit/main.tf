# Alerts on keys that are there already, and a trail to get them from. The only key that is made encrypts alerts and log
# files; what is watched is left as it is.

locals {
  audit = {
    emails          = var.emails
    prevent_destroy = var.prevent_destroy
    trail           = var.trail.enabled ? var.trail : null
  }

  audited = {
    made    = false
    keys    = [for arn in var.keys : { arn = arn, id = split("/", arn)[1] }]
    aliases = var.aliases
    buckets = [for arn in var.buckets : { name = split(":", arn)[5], arn = arn }]
    # After the last slash: a role may have a path.
    roles = [for arn in var.identities : reverse(split("/", arn))[0] if strcontains(arn, ":role/")]
    users = [for arn in var.identities : reverse(split("/", arn))[0] if strcontains(arn, ":user/")]
  }
  role_path            = var.roles.path
  permissions_boundary = var.roles.permissions_boundary
  audit_key_perimeter  = local.key_perimeter

  # The log files' is the only bucket.
  buckets                = {}
  s3_role_arns           = []
  other_bucket_arns      = { trail = "arn:${local.partition}:s3:::${local.trail_bucket_name}" }
  trail_bucket_perimeter = local.bucket_perimeter.trail
}
