# What alerts look for in the records of CloudTrail: patterns of EventBridge, and of CloudWatch Logs over the same places.
#
# A call that was refused may come without its parameters: then what it is about stands in the error message only.

locals {
  alert_prefix = "${var.name}-"

  # The key, the bucket and the roles of the audit are watched, too.
  watched = {
    keys    = concat(local.audited.keys, [for key in aws_kms_key.audit : { arn = key.arn, id = key.key_id }])
    aliases = local.audited.aliases
    buckets = concat(local.audited.buckets[*].name, aws_s3_bucket.trail[*].bucket)
    roles   = concat(local.audited.roles, local.own_roles)
    users   = local.audited.users
    topic   = try(aws_sns_topic.alerts[0].arn, "")
    logs    = try(aws_cloudwatch_log_group.trail[0].name, "")
  }
  # Patterns are bounded, and most names are known only when they are made: what has to fit is measured by the longest.
  measured = {
    keys = concat(
      [for key in local.audited.keys : local.audited.made ? { arn = format("%090d", 0), id = format("%036d", 0) } : key],
      [for key in aws_kms_key.audit : { arn = format("%090d", 0), id = format("%036d", 0) }],
    )
    aliases = local.audited.aliases
    buckets = concat(
      [for bucket in local.audited.buckets : local.audited.made ? format("%063d", 0) : bucket.name],
      [for bucket in aws_s3_bucket.trail : format("%063d", 0)],
    )
    roles = concat([for name in local.audited.roles : local.audited.made ? format("%064d", 0) : name], local.own_roles)
    users = [for name in local.audited.users : local.audited.made ? format("%064d", 0) : name]
    topic = local.topic_arn
    logs  = local.log_group_name
  }
  watched_names = { actual = local.watched, longest = local.measured }

  own_roles = ["${local.topic_name}-events", "${local.trail_name}-logs"]

  event_places = {
    for variant, names in local.watched_names : variant => {
      key = [
        { resources = { ARN = names.keys[*].arn } },
        {
          requestParameters = {
            keyId = concat(
              flatten([for key in names.keys : [key.id, key.arn]]),
              flatten([for alias in names.aliases : [alias, { suffix = ":${alias}" }]]),
            )
          }
        },
        { errorMessage = [for key in names.keys : { wildcard = "*${key.id}*" }] },
      ]
      alias = concat(
        [
          { resources = { ARN = names.keys[*].arn } },
          { requestParameters = { targetKeyId = flatten([for key in names.keys : [key.id, key.arn]]) } },
        ],
        [for aliases in [names.aliases] : { requestParameters = { aliasName = aliases } } if length(aliases) > 0],
        # With the space after it, lest an alias that only begins alike match.
        [{
          errorMessage = concat(
            [for key in names.keys : { wildcard = "*${key.id}*" }],
            [for alias in names.aliases : { wildcard = "*:${alias} *" }],
          )
        }],
      )
      # S3 records the name whether it allows the call or not.
      bucket = [{ requestParameters = { bucketName = names.buckets } }]
      role = [
        { requestParameters = { roleName = names.roles } },
        { errorMessage = [for name in names.roles : { wildcard = "*: role ${name} *" }] },
      ]
      user = [
        { requestParameters = { userName = names.users } },
        { errorMessage = [for name in names.users : { wildcard = "*: user ${name} *" }] },
      ]
      trail = [
        { requestParameters = { name = [local.trail_name, { suffix = ":trail/${local.trail_name}" }] } },
        { requestParameters = { trailName = [local.trail_name, { suffix = ":trail/${local.trail_name}" }] } },
        { errorMessage = [{ wildcard = "*:trail/${local.trail_name} *" }] },
      ]
      rules = [
        { requestParameters = { name = [{ prefix = local.alert_prefix }] } },
        { requestParameters = { rule = [{ prefix = local.alert_prefix }] } },
        { errorMessage = [{ wildcard = "*:rule/${local.alert_prefix}*" }] },
      ]
      alarms = [
        { requestParameters = { alarmName = [{ prefix = local.alert_prefix }] } },
        { requestParameters = { alarmNames = [{ prefix = local.alert_prefix }] } },
        { errorMessage = [{ wildcard = "*:alarm:${local.alert_prefix}*" }] },
      ]
      logs = [
        { requestParameters = { logGroupName = [names.logs] } },
        { errorMessage = [{ wildcard = "*:log-group:${names.logs}:*" }] },
      ]
      topic = [
        { requestParameters = { topicArn = [names.topic] } },
        { requestParameters = { subscriptionArn = [{ prefix = "${names.topic}:" }] } },
        { errorMessage = [{ wildcard = "*${names.topic} *" }] },
      ]
    }
  }

  # EventBridge takes $or for the name of a member where it has fewer than two alternatives.
  event_patterns = {
    for variant, names in local.watched_names : variant => {
      for suffix, alert in local.alerts : suffix => jsonencode({
        source      = ["aws.${alert.service}"]
        detail-type = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"]
        detail = merge(
          { eventSource = ["${alert.service}.amazonaws.com"], eventName = alert.event_names },
          { for failed in [alert.failed] : "errorCode" => [{ exists = true }] if failed },
          { for places in [local.event_places[variant][alert.subject]] : "$or" => places if length(places) > 1 },
          alert.subject == "bucket" ? local.event_places[variant].bucket[0] : null,
        )
      })
    }
  }

  # A filter pattern has 1024 characters: where one is not enough, each key, bucket, role or user gets one, and the aliases
  # another.
  filter_places = {
    for variant, names in local.watched_names : variant => {
      # Keys are told by their id, which the replicas of a multi-region key have in common. An alias and its key stand in
      # the record in either order.
      key = concat(
        [for id in names.keys[*].id : [
          "($.resources[0].ARN = \"*${id}\")",
          "($.resources[1].ARN = \"*${id}\")",
          "($.requestParameters.keyId = \"*${id}\")",
          "($.errorMessage = \"*${id}*\")",
        ]],
        [for places in [flatten([for alias in names.aliases : [
          "($.requestParameters.keyId = \"${alias}\")",
          "($.requestParameters.keyId = \"*:${alias}\")",
        ]])] : places if length(places) > 0],
      )
      alias = concat(
        [for id in names.keys[*].id : [
          "($.resources[0].ARN = \"*${id}\")",
          "($.resources[1].ARN = \"*${id}\")",
          "($.requestParameters.targetKeyId = \"*${id}\")",
          "($.errorMessage = \"*${id}*\")",
        ]],
        [for places in [flatten([for alias in names.aliases : [
          "($.requestParameters.aliasName = \"${alias}\")",
          "($.errorMessage = \"*:${alias} *\")",
        ]])] : places if length(places) > 0],
      )
      bucket = [for name in names.buckets : ["($.requestParameters.bucketName = \"${name}\")"]]
      role   = [for name in names.roles : ["($.requestParameters.roleName = \"${name}\")", "($.errorMessage = \"*: role ${name} *\")"]]
      user   = [for name in names.users : ["($.requestParameters.userName = \"${name}\")", "($.errorMessage = \"*: user ${name} *\")"]]
      trail = [[
        "($.requestParameters.name = \"${local.trail_name}\")",
        "($.requestParameters.name = \"*:trail/${local.trail_name}\")",
        "($.requestParameters.trailName = \"${local.trail_name}\")",
        "($.requestParameters.trailName = \"*:trail/${local.trail_name}\")",
        "($.errorMessage = \"*:trail/${local.trail_name} *\")",
      ]]
      rules = [[
        "($.requestParameters.name = \"${local.alert_prefix}*\")",
        "($.requestParameters.rule = \"${local.alert_prefix}*\")",
        "($.errorMessage = \"*:rule/${local.alert_prefix}*\")",
      ]]
      # The language has no word for all items of a list.
      alarms = [[
        "($.requestParameters.alarmName = \"${local.alert_prefix}*\")",
        "($.requestParameters.alarmNames[0] = \"${local.alert_prefix}*\")",
        "($.requestParameters.alarmNames[1] = \"${local.alert_prefix}*\")",
        "($.requestParameters.alarmNames[2] = \"${local.alert_prefix}*\")",
        "($.errorMessage = \"*:alarm:${local.alert_prefix}*\")",
      ]]
      logs = [[
        "($.requestParameters.logGroupName = \"${local.log_group_name}\")",
        "($.errorMessage = \"*:log-group:${local.log_group_name}:*\")",
      ]]
      topic = [[
        "($.requestParameters.topicArn = \"${local.topic_arn}\")",
        "($.requestParameters.subscriptionArn = \"${local.topic_arn}:*\")",
        "($.errorMessage = \"*${local.topic_arn} *\")",
      ]]
    }
  }

  # Which calls, before what they are about.
  filter_calls = {
    for suffix, alert in local.alerts : suffix => join(" && ", concat(
      ["($.eventSource = \"${alert.service}.amazonaws.com\")"],
      [for calls in [[for name in alert.event_names : "($.eventName = \"${name}\")"]] : length(calls) == 1 ? calls[0] : "(${join(" || ", calls)})"],
      alert.failed ? ["($.errorCode = \"*\")"] : [],
    ))
  }
  filter_patterns = {
    for variant, places in local.filter_places : variant => {
      for suffix, alert in local.alerts : suffix => [
        for part in concat(
          [for all in [flatten(places[alert.subject])] : all if local.filter_lengths[suffix] <= 1024],
          [for one in places[alert.subject] : one if local.filter_lengths[suffix] > 1024],
        ) : "{ ${local.filter_calls[suffix]} && ${length(part) == 1 ? part[0] : "(${join(" || ", part)})"} }"
      ]
    }
  }
  filter_lengths = {
    for suffix, alert in local.alerts : suffix => length("{ ${local.filter_calls[suffix]} && (${join(" || ", flatten(local.filter_places.longest[alert.subject]))}) }")
  }
}
