# Tells the topic when keys are misused or tampered with, when buckets, roles and users that belong to them change, and when
# somebody stops the alerts. local.alerts has all of them. It takes local.audited: `keys` (`arn`, `id`), `aliases`,
# `buckets` (`name`, `arn`), names of `roles` and `users`, and whether the module has them `made`.
#
# A rule reports every call, within minutes. An alarm comes later, but counts, keeps a state, and sees all regions.

locals {
  # Those that are about something which is there. Events of IAM arrive in one region only, where no rule is.
  active_alerts = {
    for suffix, alert in local.alerts : suffix => alert
    if local.has_audit && contains(concat(
      ["key", "alias", "rules", "topic"],
      length(local.watched.buckets) > 0 ? ["bucket"] : [],
      local.has_trail ? ["trail", "alarms", "logs"] : [],
      local.has_trail && length(local.watched.roles) > 0 ? ["role"] : [],
      local.has_trail && length(local.watched.users) > 0 ? ["user"] : [],
    ), alert.subject)
  }
  alert_rules = { for suffix, alert in local.active_alerts : suffix => alert if !alert.global }
  alarms      = { for suffix, alert in local.active_alerts : suffix => alert if local.has_trail }
  alert_filters = merge([
    for suffix in keys(local.alarms) : {
      for index, pattern in local.filter_patterns.actual[suffix] : "${suffix}${index == 0 ? "" : "-${index + 1}"}" => {
        metric  = "${var.name}-${suffix}"
        pattern = pattern
        longest = length(local.filter_patterns.longest[suffix][index])
      }
    }
  ]...)
}

resource "aws_cloudwatch_event_rule" "alert" {
  for_each = local.alert_rules

  name          = "${var.name}-${each.key}"
  description   = each.value.reason
  event_pattern = local.event_patterns.actual[each.key]
  tags          = var.tags

  # In the state ENABLED, a rule never sees read-only events, which Decrypt is.
  state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

  lifecycle {
    precondition {
      condition     = length(local.event_patterns.longest[each.key]) <= 2048
      error_message = "the event pattern of ${each.key} must not exceed 2048 characters, got up to ${length(local.event_patterns.longest[each.key])}: watch fewer keys, aliases, buckets, roles and users together"
    }
  }
}

resource "aws_cloudwatch_event_target" "alert" {
  for_each = local.alert_rules

  rule      = aws_cloudwatch_event_rule.alert[each.key].name
  target_id = "topic"
  arn       = aws_sns_topic.alerts[0].arn
  role_arn  = aws_iam_role.events[0].arn
}

resource "aws_cloudwatch_log_metric_filter" "alert" {
  for_each = local.alert_filters

  name           = "${var.name}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.trail[0].name
  pattern        = each.value.pattern

  # No default: a metric that is always reported is billed for every hour, and what is not reported breaches nothing.
  metric_transformation {
    name      = each.value.metric
    namespace = "Sealstack/Audit"
    value     = "1"
  }

  lifecycle {
    precondition {
      condition     = each.value.longest <= 1024
      error_message = "the filter pattern of ${each.key} must not exceed 1024 characters, got up to ${each.value.longest}: watch fewer keys, aliases, buckets, roles and users together"
    }
  }

  # They name the topic that they watch.
  depends_on = [aws_sns_topic.alerts]
}

resource "aws_cloudwatch_metric_alarm" "alert" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.reason
  namespace           = "Sealstack/Audit"
  metric_name         = "${var.name}-${each.key}"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.key == "failed-decrypts" ? local.audit.trail.failed_decrypt_threshold : each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts[0].arn]
  tags                = var.tags

  depends_on = [aws_cloudwatch_log_metric_filter.alert]
}
