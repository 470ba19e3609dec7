# The role with which S3 copies. AWS documents no condition on the source for its trust; who may hand the role to a bucket
# is a matter of iam:PassRole, which only this account can allow.

resource "aws_iam_role" "replication" {
  name        = coalesce(var.role_name, substr("replicate-${var.bucket.name}", 0, 64))
  description = "Copies new objects of ${var.bucket.name} to where they are kept twice."

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TrustService"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "replication" {
  name = "replication"
  role = aws_iam_role.replication.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Without ListBucket, S3 cannot tell a delete marker from nothing.
      {
        Sid      = "ReplicationConfiguration"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = aws_s3_bucket.bucket["source"].arn
      },
      {
        Sid    = "ReplicationRead"
        Effect = "Allow"
        Action = concat(
          ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
          var.bucket.object_lock == null ? [] : ["s3:GetObjectLegalHold", "s3:GetObjectRetention"],
        )
        Resource = [for prefix in local.widest_prefixes : "${aws_s3_bucket.bucket["source"].arn}/${prefix}*"]
      },
      {
        Sid      = "ReplicationWrite"
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = [for prefix in local.widest_prefixes : "${aws_s3_bucket.bucket["replica"].arn}/${prefix}*"]
      },
    ]
  })

  lifecycle {
    postcondition {
      condition     = length(self.policy) <= 10240
      error_message = "a roleInline policy must not exceed 10240 characters, got ${length(self.policy)}"
    }
  }
}

# The keys are bound to S3 and to the encryption context, which is the bucket's ARN for objects under a bucket key and else
# the object's: both, because each replica takes after its source object. S3 decrypts in the second bucket, too: it
# verifies a bucket's data key before it uses it.
resource "aws_iam_role_policy" "key_use" {
  for_each = {
    "pair-source-key-decrypters"  = { sid = "KeyDecrypters", key_arn = var.bucket.kms_key_arn, bucket = "source", region = local.region, actions = local.open_actions }
    "pair-replica-key-encrypters" = { sid = "KeyEncrypters", key_arn = var.replica.kms_key_arn, bucket = "replica", region = local.replica_region, actions = local.seal_actions }
    "pair-replica-key-decrypters" = { sid = "KeyDecrypters", key_arn = var.replica.kms_key_arn, bucket = "replica", region = local.replica_region, actions = local.open_actions }
  }

  name = each.key
  role = aws_iam_role.replication.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = each.value.sid
        Effect   = "Allow"
        Action   = each.value.actions
        Resource = each.value.key_arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${each.value.region}.amazonaws.com" }
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [aws_s3_bucket.bucket[each.value.bucket].arn, "${aws_s3_bucket.bucket[each.value.bucket].arn}/*"]
          }
        }
      },
      # Such a request has no encryption context.
      {
        Sid       = "${each.value.sid}Describe"
        Effect    = "Allow"
        Action    = "kms:DescribeKey"
        Resource  = each.value.key_arn
        Condition = { StringEquals = { "kms:ViaService" = "s3.${each.value.region}.amazonaws.com" } }
      },
    ]
  })
}

locals {
  open_actions = ["kms:Decrypt", "kms:ReEncryptFrom"]
  seal_actions = [
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptTo",
  ]
}
