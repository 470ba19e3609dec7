# Statements for services that use a key in their own name: local.key_service_statements, by region. Each has the
# condition that its documentation gives against the confused deputy: without it, anybody's resource of that service
# could use the key.

locals {
  full_use_actions = concat(local.context_actions, ["kms:DescribeKey"])

  # Names of services end alike in every partition, but for a few.
  logs_domain   = contains(["aws-cn", "aws-iso", "aws-iso-b"], local.partition) ? data.aws_partition.current.dns_suffix : "amazonaws.com"
  config_domain = local.partition == "aws-iso" ? data.aws_partition.current.dns_suffix : "amazonaws.com"

  # By region: the use with its defaults, and a number for the second use of a service.
  key_service_uses = {
    for region in local.key_regions : region => [
      for index, use in var.services : {
        service = use.service
        number  = index(var.services[*].service, use.service) == index ? "" : length([for earlier in slice(var.services, 0, index + 1) : earlier if earlier.service == use.service])
        account = coalesce(use.account_id, local.account_id)
        sources = use.source_arns != null ? use.source_arns : [
          for resource in [lookup({
            cloudwatch_logs        = "logs:${region}:${coalesce(use.account_id, local.account_id)}:log-group:*"
            config                 = "config:${region}:${coalesce(use.account_id, local.account_id)}:*"
            s3_notifications       = "s3:::*"
            cloudwatch_alarms      = "cloudwatch:${region}:${coalesce(use.account_id, local.account_id)}:alarm:*"
            event_bridge_to_topics = "sns:${region}:${coalesce(use.account_id, local.account_id)}:*"
            log_delivery           = "logs:${region}:${coalesce(use.account_id, local.account_id)}:*"
          }, use.service, "")] : "arn:${local.partition}:${resource}"
        ]
      }
    ]
  }

  key_services = {
    for region in local.key_regions : region => [
      for use in local.key_service_uses[region] : {
        cloudwatch_logs = {
          principal = "logs.${region}.${local.logs_domain}"
          statements = [{
            sid = "CloudWatchLogs"
            # AWS's example lists kms:DescribeKey too, but such a request has no encryption context.
            actions   = local.context_actions
            condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = use.sources } }
          }]
        }
        cloudtrail = {
          principal = "cloudtrail.amazonaws.com"
          statements = [
            {
              sid     = "CloudTrail"
              actions = ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"]
              condition = {
                StringEquals = { "aws:SourceArn" = use.sources }
                StringLike   = { "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:${local.partition}:cloudtrail:*:${use.account}:trail/*" }
              }
            },
            {
              sid       = "CloudTrailDescribe"
              actions   = ["kms:DescribeKey"]
              condition = { StringEquals = { "aws:SourceArn" = use.sources } }
            },
            # A bucket that uses a bucket key: else no trail can be made or changed. The context is then the bucket's.
            {
              sid       = "CloudTrailBucketKey"
              actions   = ["kms:Decrypt"]
              condition = { StringEquals = { "aws:SourceArn" = use.sources } }
            },
          ]
        }
        config = {
          principal  = "config.${local.config_domain}"
          statements = [{ sid = "Config", actions = ["kms:Decrypt", "kms:GenerateDataKey"], condition = null }]
        }
        s3_notifications = {
          principal  = "s3.amazonaws.com"
          statements = [{ sid = "S3Notifications", actions = ["kms:GenerateDataKey", "kms:Decrypt"], condition = null }]
        }
        s3_inventory = {
          principal  = "s3.amazonaws.com"
          statements = [{ sid = "S3Inventory", actions = ["kms:GenerateDataKey"], condition = null }]
        }
        cloudwatch_alarms = {
          principal  = "cloudwatch.amazonaws.com"
          statements = [{ sid = "CloudWatchAlarms", actions = ["kms:GenerateDataKey", "kms:Decrypt"], condition = null }]
        }
        # Between EventBridge and SNS there is no aws:SourceArn: what binds the use is the encryption context, in which
        # SNS puts the topic.
        event_bridge_to_topics = {
          principal = "events.amazonaws.com"
          statements = [{
            sid       = "EventBridgeToTopics"
            actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
            condition = { ArnLike = { "kms:EncryptionContext:aws:sns:topicArn" = use.sources } }
          }]
        }
        log_delivery = {
          principal  = "delivery.logs.amazonaws.com"
          statements = [{ sid = "LogDelivery", actions = local.full_use_actions, condition = null }]
        }
      }[use.service]
    ]
  }

  key_service_statements = {
    for region in local.key_regions : region => flatten([
      for index, service in local.key_services[region] : [
        for statement in service.statements : {
          Sid       = "${statement.sid}${local.key_service_uses[region][index].number}"
          Effect    = "Allow"
          Principal = { Service = service.principal }
          Action    = statement.actions
          Resource  = "*"
          # Both keys: the ARN of a resource may come without an account, as a bucket's does.
          Condition = {
            for operator, values in {
              StringEquals = try(statement.condition.StringEquals, null) != null ? statement.condition.StringEquals : { for account in [local.key_service_uses[region][index].account] : "aws:SourceAccount" => account if statement.condition == null }
              StringLike   = try(statement.condition.StringLike, {})
              ArnLike      = try(statement.condition.ArnLike, { for sources in [local.key_service_uses[region][index].sources] : "aws:SourceArn" => sources if statement.condition == null })
            } : operator => values if try(length(values), 0) > 0
          }
        }
      ]
    ])
  }
}
