# Statements of key policies that follow from how a key is configured. It takes local.described_keys: the variables that
# describe the module's keys (null for none), by a name of the module's own.

locals {
  # Keeps a key manageable when the roles are gone. "manage" lets no policy of an identity use it.
  root_statement = {
    for name, key in local.described_keys : name => {
      Sid       = "Root"
      Effect    = "Allow"
      Principal = { AWS = local.account_root_arn }
      Action    = key.root_statement == "full" ? ["kms:*"] : local.manage_key_actions
      Resource  = "*"
    } if key != null
  }

  # deletion_window_in_days binds Terraform only; this binds everybody. KMS takes no less than 7 anyway.
  deny_earlier_deletion = {
    for name, key in local.described_keys : name => [for days in [key.deletion_window_in_days] : {
      Sid       = "DenyEarlierDeletion"
      Effect    = "Deny"
      Principal = "*"
      Action    = "kms:ScheduleKeyDeletion"
      Resource  = "*"
      Condition = { NumericLessThan = { "kms:ScheduleKeyDeletionPendingWindowInDays" = tostring(days) } }
    } if days > 7] if key != null
  }
}
