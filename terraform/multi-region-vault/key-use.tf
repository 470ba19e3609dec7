# Policies of the keys. Each names what is in its region, and the roles of replication, which read here or write here.

locals {
  writer_arns = { for place in keys(local.regions) : place => aws_iam_role.role["writer-${place}"].arn }
  reader_arns = { for place in keys(local.regions) : place => aws_iam_role.role["reader-${place}"].arn }
  both_arns   = { for place in keys(local.regions) : place => [local.writer_arns[place], local.reader_arns[place]] }

  # Every field of the table, whichever record it is of.
  field_condition = {
    StringEquals = {
      "kms:EncryptionContext:sealstack:purpose" = "item"
      "kms:EncryptionContext:sealstack:table"   = local.table_name
    }
  }
  via_dynamodb = {
    for place, region in local.regions : place => { "kms:ViaService" = "dynamodb.${region}.amazonaws.com" }
  }
  table_condition = {
    for place, via in local.via_dynamodb : place => {
      StringEquals = merge(via, {
        "kms:EncryptionContext:aws:dynamodb:tableName"    = local.table_name
        "kms:EncryptionContext:aws:dynamodb:subscriberId" = local.account_id
      })
    }
  }
  via_s3 = { for place, region in local.regions : place => { "kms:ViaService" = "s3.${region}.amazonaws.com" } }

  # Objects keep the context that they were written with: the bucket's, or their own.
  objects_condition = {
    for place, via in local.via_s3 : place => {
      StringEquals = via
      StringLike = {
        "kms:EncryptionContext:aws:s3:arn" = [aws_s3_bucket.bucket[place].arn, "${aws_s3_bucket.bucket[place].arn}/*"]
      }
    }
  }

  key_statements = {
    for place, region in local.regions : place => concat(
      [
        local.root_statement.key,
        {
          Sid       = "KeyAdministrators"
          Effect    = "Allow"
          Principal = { AWS = aws_iam_role.role["administrator"].arn }
          Action    = local.manage_key_actions
          Resource  = "*"
        },
        # Who applies makes the table under the key. DynamoDB holds a grant afterwards, for its own work.
        {
          Sid       = "TableKey"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action = [
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
          ]
          Resource  = "*"
          Condition = local.table_condition[place]
        },
        {
          Sid       = "TableKeyGrant"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action    = "kms:CreateGrant"
          Resource  = "*"
          Condition = {
            StringEquals = local.via_dynamodb[place]
            Bool         = { "kms:GrantIsForAWSResource" = "true" }
          }
        },
        {
          Sid       = "TableKeyDescribe"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action    = "kms:DescribeKey"
          Resource  = "*"
          Condition = { StringEquals = local.via_dynamodb[place] }
        },
      ],
      local.deny_earlier_deletion.key,
      [
        {
          Sid       = "GrantKeyEncrypters"
          Effect    = "Allow"
          Principal = { AWS = local.writer_arns[place] }
          Action    = local.seal_key_actions
          Resource  = "*"
          Condition = local.field_condition
        },
        {
          Sid       = "GrantKeyDecrypters"
          Effect    = "Allow"
          Principal = { AWS = local.reader_arns[place] }
          Action    = local.open_key_actions
          Resource  = "*"
          Condition = local.field_condition
        },
        # A request to look at the key has no encryption context.
        {
          Sid       = "GrantKeyEncryptersDescribe"
          Effect    = "Allow"
          Principal = { AWS = local.both_arns[place] }
          Action    = "kms:DescribeKey"
          Resource  = "*"
        },
        {
          Sid       = "GrantKeyDecrypters3"
          Effect    = "Allow"
          Principal = { AWS = local.both_arns[place] }
          Action    = local.open_key_actions
          Resource  = "*"
          Condition = local.table_condition[place]
        },
        {
          Sid       = "GrantKeyDecryptersDescribe"
          Effect    = "Allow"
          Principal = { AWS = local.both_arns[place] }
          Action    = "kms:DescribeKey"
          Resource  = "*"
          Condition = { StringEquals = local.via_dynamodb[place] }
        },
        {
          Sid       = "GrantKeyEncrypters2"
          Effect    = "Allow"
          Principal = { AWS = local.writer_arns[place] }
          Action    = local.seal_key_actions
          Resource  = "*"
          Condition = {
            StringEquals = merge(local.via_s3[place], {
              "kms:EncryptionContext:aws:s3:arn" = aws_s3_bucket.bucket[place].arn
            })
          }
        },
        # S3 reads the parts of a multipart upload again when it is completed, and replication reads before it writes.
        {
          Sid       = "GrantKeyDecrypters2"
          Effect    = "Allow"
          Principal = { AWS = concat(local.both_arns[place], values(aws_iam_role.replication)[*].arn) }
          Action    = local.open_key_actions
          Resource  = "*"
          Condition = local.objects_condition[place]
        },
        {
          Sid       = "GrantKeyEncryptersDescribe2"
          Effect    = "Allow"
          Principal = { AWS = concat(local.both_arns[place], values(aws_iam_role.replication)[*].arn) }
          Action    = "kms:DescribeKey"
          Resource  = "*"
          Condition = { StringEquals = local.via_s3[place] }
        },
        {
          Sid       = "GrantKeyEncrypters3"
          Effect    = "Allow"
          Principal = { AWS = [for from, role in aws_iam_role.replication : role.arn if from != place] }
          Action    = local.seal_key_actions
          Resource  = "*"
          Condition = local.objects_condition[place]
        },
      ],
      local.key_perimeter,
    )
  }
}
