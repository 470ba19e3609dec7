locals {
  described_keys = { key = var.key }

  roles = {
    reader = {
      description          = "Reads replicas; changes none."
      trust                = var.reader.trust
      max_session_duration = var.reader.max_session_duration
    }
    administrator = {
      description          = "Manages the key; does not use it, and reads no replica."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }

  buckets = {
    replicas = { name = coalesce(var.bucket.name, "${var.name}-${local.account_id}-${local.region}"), region = null }
  }
  bucket_settings = {
    replicas = {
      key_arn                       = aws_kms_key.replicas.arn
      retentions                    = var.bucket.retentions
      object_lock                   = var.bucket.object_lock
      noncurrent_expiration_in_days = var.bucket.noncurrent_expiration_in_days
    }
  }

  # Neither KMS nor S3 takes a principal that is not there yet: roles of the other account are named by conditions.
  source_root_arn  = "arn:${local.partition}:iam::${var.replication_source.account_id}:root"
  replication_role = { ArnEquals = { "aws:PrincipalArn" = var.replication_source.role_arn } }

  via_s3         = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" }
  bucket_context = [aws_s3_bucket.bucket["replicas"].arn, "${aws_s3_bucket.bucket["replicas"].arn}/*"]
}

resource "aws_kms_key" "replicas" {
  description             = "Replicas in ${var.name}"
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
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
      local.replication_key_statements,
      local.reader_key_statements,
      local.key_perimeter,
    )
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    precondition {
      condition     = var.account_id == local.account_id
      error_message = "account_id must be the account of the provider, ${local.account_id}, got '${var.account_id}'."
    }

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "replicas" {
  name          = var.key.alias
  target_key_id = aws_kms_key.replicas.key_id
}
