# States of Terraform and OpenTofu: a bucket that locks them, a key that encrypts them, and who applies, plans and manages.
# The order breaks the cycle between key and roles: roles (trust only), key (its policy names the roles), policies of the
# roles (they wait for the bucket's).

locals {
  described_keys = { key = var.key }

  roles = {
    deployer = {
      description          = "Reads, writes and locks states; deletes none."
      trust                = var.deployer.trust
      max_session_duration = var.deployer.max_session_duration
    }
    reader = {
      description          = "Reads states; changes none, and locks none."
      trust                = var.reader.trust
      max_session_duration = var.reader.max_session_duration
    }
    administrator = {
      description          = "Manages the key; opens no state."
      trust                = var.administrator.trust
      max_session_duration = var.administrator.max_session_duration
    }
  }
  state_role_arns = [for name in ["deployer", "reader"] : aws_iam_role.role[name].arn]

  # OpenTofu asks for a new data key whenever it runs, for a plan, and if it only reads, too.
  data_key_actions = ["kms:GenerateDataKey", "kms:Decrypt"]

  # Of the key in every region.
  key_statements = concat(
    [
      local.root_statement.key,
      {
        Sid       = "Administrator"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.role["administrator"].arn }
        Action    = local.manage_key_actions
        Resource  = "*"
      },
      {
        Sid       = "StateEnvelope"
        Effect    = "Allow"
        Principal = { AWS = local.state_role_arns }
        Action    = local.data_key_actions
        Resource  = "*"
        Condition = {
          StringEquals = { "kms:EncryptionContext:sealstack:purpose" = "state" }
          StringLike   = { "kms:EncryptionContext:sealstack:state" = [for prefix in var.prefixes : "${prefix}*"] }
        }
      },
    ],
    # OpenTofu's own provider sends no encryption context.
    [for statement in [{
      Sid       = "StateWithoutContext"
      Effect    = "Allow"
      Principal = { AWS = local.state_role_arns }
      Action    = local.data_key_actions
      Resource  = "*"
      Condition = { Null = { "kms:EncryptionContextKeys" = "true" } }
    }] : statement if var.key.allow_aws_kms_provider],
    local.deny_earlier_deletion.key,
    local.key_perimeter,
  )

  # Only S3 of the region, for the bucket: with a bucket key, the encryption context is the bucket's ARN.
  through_bucket = {
    StringEquals = {
      "kms:ViaService"                   = "s3.${local.region}.amazonaws.com"
      "kms:EncryptionContext:aws:s3:arn" = local.bucket_arns.states
    }
  }
}

resource "aws_kms_key" "states" {
  #checkov:skip=CKV2_AWS_64:it has a policy, which checkov cannot evaluate
  description             = "States in ${var.name}"
  multi_region            = var.key.multi_region ? true : null
  enable_key_rotation     = true
  rotation_period_in_days = var.key.rotation_period_in_days
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.key_statements,
      # S3 reads the parts of a multipart upload again when it is completed.
      [
        {
          Sid       = "DeployerBucket"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["deployer"].arn }
          Action    = local.data_key_actions
          Resource  = "*"
          Condition = local.through_bucket
        },
        {
          Sid       = "ReaderBucket"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["reader"].arn }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = local.through_bucket
        },
      ],
    )
  })

  lifecycle {
    prevent_destroy = true # var.key.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_kms_alias" "states" {
  name          = var.key.alias
  target_key_id = aws_kms_key.states.key_id
}

# A copy of the key's material, for data keys where the first region does not answer. The bucket is not under it.
resource "aws_kms_replica_key" "states" {
  for_each = toset(var.key.replica_regions)

  description             = aws_kms_key.states.description
  region                  = each.key
  primary_key_arn         = aws_kms_key.states.arn
  deletion_window_in_days = var.key.deletion_window_in_days
  tags                    = var.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.key_statements
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
  for_each = aws_kms_replica_key.states

  name          = var.key.alias
  region        = each.key
  target_key_id = each.value.key_id
}
