locals {
  key_regions = [local.region]

  # KMS rotates no other kind of key by itself.
  rotates = var.key_spec == "SYMMETRIC_DEFAULT" && coalesce(var.enable_key_rotation, true)
}

resource "aws_kms_key" "key" {
  description              = var.description
  customer_master_key_spec = var.key_spec
  key_usage                = local.key_usage
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
      condition     = length(local.key_policies[local.region]) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(local.key_policies[local.region])}"
    }
  }
}

resource "aws_kms_alias" "key" {
  for_each = toset(var.aliases)

  name          = each.key
  target_key_id = aws_kms_key.key.key_id
}
