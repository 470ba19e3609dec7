locals {
  key_regions = concat([local.region], keys(var.replicas))

  # KMS rotates no other kind of key by itself. The replicas follow.
  rotates = var.key_spec == "SYMMETRIC_DEFAULT" && coalesce(var.enable_key_rotation, true)

  # The same names everywhere.
  replica_aliases = merge([
    for region in keys(var.replicas) : { for name in var.aliases : "${region}/${name}" => { region = region, name = name } }
  ]...)
}

resource "aws_kms_key" "primary" {
  description              = var.description
  customer_master_key_spec = var.key_spec
  key_usage                = local.key_usage
  multi_region             = true
  is_enabled               = var.enabled
  enable_key_rotation      = local.rotates
  rotation_period_in_days  = local.rotates ? coalesce(var.rotation_period_in_days, 365) : null
  deletion_window_in_days  = var.deletion_window_in_days
  policy                   = local.key_policies[local.region]
  tags                     = var.tags

  lifecycle {
    prevent_destroy = true # var.prevent_destroy

    # Only AWS Support gets a key back that nobody can manage.
    precondition {
      condition     = var.root_statement != "off" || var.acknowledge_lockout_risk != null || length(setintersection(keys(var.audiences), ["owners", "administrators"])) > 0
      error_message = "no reachable principal keeps kms:PutKeyPolicy, so nobody could ever change the key policy again: name administrators, or acknowledge_lockout_risk"
    }
    precondition {
      condition     = alltrue([for policy in values(local.key_policies) : length(policy) <= 32768])
      error_message = "a key policy must not exceed 32768 characters, got ${max([for policy in values(local.key_policies) : length(policy)]...)}"
    }
  }
}

# The same id and material: what one encrypts, the other decrypts. Its policy is its own.
resource "aws_kms_replica_key" "replica" {
  for_each = var.replicas

  region                  = each.key
  primary_key_arn         = aws_kms_key.primary.arn
  description             = coalesce(each.value.description, var.description)
  enabled                 = coalesce(each.value.enabled, var.enabled)
  deletion_window_in_days = var.deletion_window_in_days
  policy                  = local.key_policies[each.key]
  tags                    = each.value.tags == null ? var.tags : each.value.tags

  lifecycle {
    prevent_destroy = true # var.prevent_destroy
  }
}

resource "aws_kms_alias" "primary" {
  for_each = toset(var.aliases)

  name          = each.key
  target_key_id = aws_kms_key.primary.key_id
}

resource "aws_kms_alias" "replica" {
  for_each = local.replica_aliases

  region        = each.value.region
  name          = each.value.name
  target_key_id = aws_kms_replica_key.replica[each.value.region].key_id
}
