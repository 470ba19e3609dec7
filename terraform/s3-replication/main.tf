# A bucket under a KMS key, and its replica under a key of another region or account.

locals {
  described_keys = { key = var.key }

  roles = {
    writer = {
      description          = "Writes objects; reads none."
      trust                = var.writer.trust
      max_session_duration = var.writer.max_session_duration
    }
    reader = {
      description          = "Reads objects and replicas; changes none."
      trust                = var.reader.trust
      max_session_duration = var.reader.max_session_duration
    }
    administrator = {
      description          = "Manages the keys; uses none, and reads no object."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }

  has_own_replica = var.destination.account == null
  replica_bucket = try(
    coalesce(try(var.destination.account.bucket, null), var.destination.name),
    "${var.name}-${local.account_id}-${var.destination.region}",
  )
  replica_arn     = "arn:${local.partition}:s3:::${local.replica_bucket}"
  replica_key_arn = try(var.destination.account.key_arn, aws_kms_key.replica[0].arn, null)

  has_replica        = true
  replica_account_id = try(var.destination.account.id, null)
  replication        = var.replication
  replicated_bucket  = "source"
  # None named are all.
  replicated_prefixes = length(var.replication.prefixes) == 0 ? [""] : var.replication.prefixes
  batch_prefixes      = local.replicated_prefixes
  batch               = var.batch_replication

  buckets = merge(
    { source = { name = coalesce(var.bucket.name, "${var.name}-${local.account_id}-${local.region}"), region = null } },
    local.has_own_replica ? { replica = { name = local.replica_bucket, region = var.destination.region } } : {},
    local.has_batch ? { reports = { name = local.reports_name, region = null } } : {},
  )
  kept = {
    retentions                    = var.bucket.retentions
    object_lock                   = var.bucket.object_lock
    noncurrent_expiration_in_days = var.bucket.noncurrent_expiration_in_days
  }
  bucket_settings = merge(
    { source = merge(local.kept, { key_arn = aws_kms_key.source.arn }) },
    # The same retention and lock: what must not be deleted here must not be deleted there.
    { for key in aws_kms_key.replica : "replica" => merge(local.kept, { key_arn = key.arn }) },
    { for batch in local.batch[*] : "reports" => merge(local.report_settings, { key_arn = aws_kms_key.source.arn }) },
  )
  bucket_statements = {
    for name, bucket in local.buckets : name => concat(
      # With it, whoever may write could put the objects under another key, in place.
      [{
        Sid       = "DenyEncryptionUpdate"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:UpdateObjectEncryption"
        Resource  = "${local.bucket_arns[name]}/*"
      }],
      # Nobody but the replication writes to the second bucket.
      [for statement in [{
        Sid       = "DenyOtherWriters"
        Effect    = "Deny"
        Principal = "*"
        Action    = local.write_object_actions
        Resource  = "${local.bucket_arns[name]}/*"
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = one(aws_iam_role.replication[*].arn) } }
      }] : statement if name == "replica"],
    )
  }
  other_bucket_arns = {}
  s3_role_arns      = concat(aws_iam_role.replication[*].arn, aws_iam_role.batch_replication[*].arn)

  key_statements = concat(
    [
      local.root_statement.key,
      {
        Sid       = "KeyAdministrators"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.role["administrator"].arn }
        Action    = local.manage_key_actions
        Resource  = "*"
      },
    ],
    local.deny_earlier_deletion.key,
  )
}

resource "aws_kms_key" "source" {
  description             = "Objects of ${var.name}"
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.key_statements, local.source_key_statements, local.key_perimeter)
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }

    precondition {
      condition     = var.account_id == null || var.account_id == local.account_id
      error_message = "account_id must be the account of the provider, ${local.account_id}, got '${coalesce(var.account_id, "none")}'."
    }
  }
}

resource "aws_kms_alias" "source" {
  name          = var.key.alias
  target_key_id = aws_kms_key.source.key_id
}

# Another key of its kind, in the other region.
resource "aws_kms_key" "replica" {
  count = local.has_own_replica ? 1 : 0

  description             = "Replicas of ${var.name}"
  region                  = var.destination.region
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.key_statements, local.replica_key_statements, local.key_perimeter)
  })

  lifecycle {
    prevent_destroy = true # var.destination.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "replica" {
  count = length(aws_kms_key.replica)

  name          = var.key.alias
  region        = var.destination.region
  target_key_id = aws_kms_key.replica[0].key_id
}
