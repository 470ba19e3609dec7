# The audit part of a module: a key, and a topic for alerts. It takes var.name, local.audit (null for none), var.tags,
# local.audit_key_perimeter (statements of a perimeter, or []), local.role_path and local.permissions_boundary.
#
# Log files and alerts have a key of their own, which no role of the module may manage: who disables the key that is
# watched cannot silence them. It is left to IAM policies of the account.

locals {
  has_audit = local.audit != null
  has_trail = try(local.audit.trail, null) != null

  topic_name      = "${var.name}-alerts"
  trail_name      = "${var.name}-audit"
  log_group_name  = "/sealstack/${var.name}/audit"
  topic_arn       = "arn:${local.partition}:sns:${local.region}:${local.account_id}:${local.topic_name}"
  trail_arn       = "arn:${local.partition}:cloudtrail:${local.region}:${local.account_id}:trail/${local.trail_name}"
  log_group_arn   = "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:${local.log_group_name}"
  events_role_arn = "arn:${local.partition}:iam::${local.account_id}:role${local.role_path}${local.topic_name}-events"

  # The name of CloudWatch Logs ends otherwise in a few partitions.
  logs_principal = "logs.${local.region}.${contains(["aws-cn", "aws-iso", "aws-iso-b"], local.partition) ? data.aws_partition.current.dns_suffix : "amazonaws.com"}"
}

resource "aws_kms_key" "audit" {
  count = local.has_audit ? 1 : 0

  description             = "Alerts and trail of ${var.name}"
  enable_key_rotation     = true
  rotation_period_in_days = 365
  deletion_window_in_days = 30
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "Root"
        Effect    = "Allow"
        Principal = { AWS = local.account_root_arn }
        Action    = local.manage_key_actions
        Resource  = "*"
      }],
      [for readers in [try(local.audit.trail.readers, [])] : {
        Sid       = "KeyDecrypters"
        Effect    = "Allow"
        Principal = { AWS = [for arn in readers : arn if !endswith(arn, "*")] }
        Action    = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:DescribeKey"]
        Resource  = "*"
      } if anytrue([for arn in readers : !endswith(arn, "*")])],
      # A key policy takes no patterns for principals: the account is the principal there, and the pattern a condition.
      [for readers in [try(local.audit.trail.readers, [])] : {
        Sid    = "KeyDecryptersPatterns"
        Effect = "Allow"
        Principal = {
          AWS = distinct([for arn in readers : "arn:${split(":", arn)[1]}:iam::${split(":", arn)[4]}:root" if endswith(arn, "*")])
        }
        Action    = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:DescribeKey"]
        Resource  = "*"
        Condition = { ArnLike = { "aws:PrincipalArn" = [for arn in readers : arn if endswith(arn, "*")] } }
      } if anytrue([for arn in readers : endswith(arn, "*")])],
      # Each service may use the key for what is named and nothing else.
      [for statement in [
        {
          Sid       = "CloudTrail"
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"]
          Resource  = "*"
          Condition = {
            StringEquals = { "aws:SourceArn" = local.trail_arn }
            StringLike   = { "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:${local.partition}:cloudtrail:*:${local.account_id}:trail/*" }
          }
        },
        {
          Sid       = "CloudTrailDescribe"
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = "kms:DescribeKey"
          Resource  = "*"
          Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
        },
        # The bucket uses a bucket key: else no trail can be made or changed. The context is then the bucket's.
        {
          Sid       = "CloudTrailBucketKey"
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
        },
        {
          Sid       = "CloudWatchLogs"
          Effect    = "Allow"
          Principal = { Service = local.logs_principal }
          Action = [
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyPair",
            "kms:GenerateDataKeyPairWithoutPlaintext",
            "kms:GenerateDataKeyWithoutPlaintext",
          ]
          Resource  = "*"
          Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = local.log_group_arn } }
        },
      ] : statement if local.has_trail],
      [
        {
          Sid       = "CloudWatchAlarms"
          Effect    = "Allow"
          Principal = { Service = "cloudwatch.amazonaws.com" }
          Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
          Resource  = "*"
          Condition = {
            StringEquals = { "aws:SourceAccount" = local.account_id }
            ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account_id}:alarm:*" }
          }
        },
        # The role is named by a condition: KMS takes no principal that is not there yet, and the key comes first.
        {
          Sid       = "EventsToTopic"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = "*"
          Condition = {
            StringEquals = {
              "kms:ViaService"                         = "sns.${local.region}.amazonaws.com"
              "kms:EncryptionContext:aws:sns:topicArn" = local.topic_arn
            }
            ArnEquals = { "aws:PrincipalArn" = local.events_role_arn }
          }
        },
        {
          Sid       = "DenyEarlierDeletion"
          Effect    = "Deny"
          Principal = "*"
          Action    = "kms:ScheduleKeyDeletion"
          Resource  = "*"
          Condition = { NumericLessThan = { "kms:ScheduleKeyDeletionPendingWindowInDays" = "30" } }
        },
      ],
      local.audit_key_perimeter,
    )
  })

  lifecycle {
    prevent_destroy = true # local.audit.prevent_destroy

    postcondition {
      condition     = length(self.policy) <= 32768
      error_message = "a key policy must not exceed 32768 characters, got ${length(self.policy)}"
    }
  }
}

resource "aws_sns_topic" "alerts" {
  count = local.has_audit ? 1 : 0

  name              = local.topic_name
  kms_master_key_id = aws_kms_key.audit[0].arn
  tags              = var.tags

  # With the topic, subscriptions that were made by hand would go.
  lifecycle {
    prevent_destroy = true # local.audit.prevent_destroy
  }
}

# Principals of the account need no statement: their own policies suffice, that of the role of EventBridge, too.
resource "aws_sns_topic_policy" "alerts" {
  count = local.has_audit ? 1 : 0

  arn = aws_sns_topic.alerts[0].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "PublishAlarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts[0].arn
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account_id }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account_id}:alarm:*" }
        }
      },
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts[0].arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# Each has to follow a link that SNS sends.
resource "aws_sns_topic_subscription" "alerts" {
  for_each = toset(local.has_audit ? local.audit.emails : [])

  topic_arn = aws_sns_topic.alerts[0].arn
  protocol  = "email"
  endpoint  = each.key
}

# With which EventBridge publishes. Without a role, the topic's policy would have to let in EventBridge itself, and could
# bind that to nothing: a rule of any account could forge alerts.
resource "aws_iam_role" "events" {
  count = local.has_audit ? 1 : 0

  name                 = "${local.topic_name}-events"
  description          = "Lets rules of EventBridge publish to topic ${local.topic_name}."
  path                 = local.role_path
  permissions_boundary = local.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TrustService"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:events:${local.region}:${local.account_id}:rule/*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "events" {
  count = local.has_audit ? 1 : 0

  name = "publish-alerts"
  role = aws_iam_role.events[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "PublishAlerts"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = aws_sns_topic.alerts[0].arn
      },
      {
        Sid      = "EncryptAlerts"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.audit[0].arn
        Condition = {
          StringEquals = {
            "kms:ViaService"                         = "sns.${local.region}.amazonaws.com"
            "kms:EncryptionContext:aws:sns:topicArn" = aws_sns_topic.alerts[0].arn
          }
        }
      },
    ]
  })
}
