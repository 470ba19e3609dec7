# The bucket of the backups, the second one where it is in this account, and the one for reports of Batch Replication.

locals {
  buckets = merge(
    { backups = { name = coalesce(var.bucket.name, "${var.name}-${local.account_id}-${local.region}"), region = null } },
    local.has_own_replica ? { replica = { name = local.replica_bucket, region = var.bucket.replica.region } } : {},
    local.has_batch ? { reports = { name = local.reports_name, region = null } } : {},
  )

  bucket_settings = merge(
    {
      backups = {
        key_arn                       = aws_kms_key.backups.arn
        retentions                    = var.bucket.prefixes
        object_lock                   = var.bucket.object_lock
        noncurrent_expiration_in_days = null
      }
    },
    # The same retention and lock: what must not be deleted here must not be deleted there.
    {
      for region in [try(var.bucket.replica.region, null)] : "replica" => {
        key_arn                       = aws_kms_replica_key.backups[region].arn
        retentions                    = var.bucket.prefixes
        object_lock                   = var.bucket.object_lock
        noncurrent_expiration_in_days = null
      } if local.has_own_replica
    },
    { for batch in local.batch[*] : "reports" => merge(local.report_settings, { key_arn = aws_kms_key.backups.arn }) },
  )


  bucket_statements = {
    for name, bucket in local.buckets : name => concat(
      # Re-encryption in place, under the bucket's key only. Nobody does it to reports.
      [for statement in [
        {
          Sid       = "DenyEncryptionUpdate"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:UpdateObjectEncryption"
          Resource  = "${local.bucket_arns[name]}/*"
          Condition = { ArnNotEquals = { "aws:PrincipalArn" = aws_iam_role.role["administrator"].arn } }
        },
        {
          Sid       = "DenyUpdateToOtherKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:UpdateObjectEncryption"
          Resource  = "${local.bucket_arns[name]}/*"
          Condition = {
            StringNotEquals = {
              "s3:x-amz-server-side-encryption-aws-kms-key-id" = local.bucket_settings[name].key_arn
            }
          }
        },
      ] : statement if name != "reports"],
      [for statement in [{
        Sid       = "DenyEncryptionUpdate"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:UpdateObjectEncryption"
        Resource  = "${local.bucket_arns[name]}/*"
      }] : statement if name == "reports"],
      [for statement in local.addition_statements : statement if name == "backups"],
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
}
