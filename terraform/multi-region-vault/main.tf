# Sealed fields and files in two or three regions: a multi-Region key and its replicas, a global table, buckets that are
# copied to each other, and in each region a role that writes and one that reads, which reach nothing in the others.
#
# What is in a region is called by its place, first, second or third, and not by the region's name: another region is then
# a change, which Terraform refuses, and not something else that it may make after it has deleted the first.

locals {
  regions = merge(
    { first = local.region },
    { for index, region in var.replica_regions : ["second", "third"][index] => region },
  )
  other_regions = { for place, region in local.regions : place => region if place != "first" }
  table_name    = coalesce(var.table.name, var.name)

  # Who applies has a key policy that lets in nobody but the roles: its root statement is never full.
  described_keys = { key = { root_statement = "manage", deletion_window_in_days = var.key.deletion_window_in_days } }

  roles = merge(
    {
      administrator = {
        description          = "Manages the keys; does not use them."
        trust                = var.administrator.trust
        max_session_duration = var.administrator.max_session_duration
      }
    },
    {
      for place, region in local.regions : "writer-${place}" => {
        name                 = "writer-${region}"
        description          = "Seals fields, and adds items and objects in ${region}; opens nothing."
        trust                = var.writer.trust
        max_session_duration = var.writer.max_session_duration
      }
    },
    {
      for place, region in local.regions : "reader-${place}" => {
        name                 = "reader-${region}"
        description          = "Reads items and objects, and opens fields in ${region}; changes nothing."
        trust                = var.reader.trust
        max_session_duration = var.reader.max_session_duration
      }
    },
  )
}

resource "aws_kms_key" "vault" {
  #checkov:skip=CKV2_AWS_64:it has a policy, which checkov cannot evaluate
  description             = "Fields and files of ${var.name}"
  multi_region            = true
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.key_statements.first
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "vault" {
  name          = var.key.alias
  target_key_id = aws_kms_key.vault.key_id
}

# Copies of the key's material: what one seals, the others open. Their policies are their own.
resource "aws_kms_replica_key" "vault" {
  for_each = local.other_regions

  description             = aws_kms_key.vault.description
  region                  = each.value
  primary_key_arn         = aws_kms_key.vault.arn
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.key_statements[each.key]
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "replica" {
  for_each = aws_kms_replica_key.vault

  name          = var.key.alias
  region        = each.value.region
  target_key_id = each.value.key_id
}

locals {
  keys     = merge({ first = aws_kms_key.vault }, aws_kms_replica_key.vault)
  key_arns = { for place, key in local.keys : place => key.arn }
}

# A global table, under a key in each region.
resource "aws_dynamodb_table" "items" {
  name                        = local.table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = var.table.partition_key
  range_key                   = var.table.sort_key
  deletion_protection_enabled = var.table.deletion_protection
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  tags                        = var.tags

  dynamic "attribute" {
    for_each = toset(compact([var.table.partition_key, var.table.sort_key]))

    content {
      name = attribute.value
      type = "S"
    }
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.vault.arn
  }
  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = var.table.recovery_period_in_days
  }
  dynamic "replica" {
    for_each = aws_kms_replica_key.vault

    content {
      region_name                 = replica.value.region
      kms_key_arn                 = replica.value.arn
      deletion_protection_enabled = var.table.deletion_protection
      point_in_time_recovery      = true
      propagate_tags              = true
    }
  }

  lifecycle {
    prevent_destroy = true # var.table.prevent_destroy
  }
}
