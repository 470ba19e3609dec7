# Each looks at five minutes at a time; nothing happened is well.

locals {
  function_alarms = {
    errors = {
      description = "The function failed: see its log."
      metric      = "Errors"
      statistic   = "Sum"
      threshold   = 1
    }
    throttles = {
      description = "The function was asked more often than its reserved concurrency allows."
      metric      = "Throttles"
      statistic   = "Sum"
      threshold   = 1
    }
    # Milliseconds: 90 % of the 15 minutes that Lambda lets a function run.
    duration = {
      description = "An object takes nearly as long as Lambda allows: do the largest ones by the local driver."
      metric      = "Duration"
      statistic   = "Maximum"
      threshold   = 810000
    }
  }
  machine_alarms = {
    failed-executions = {
      description = "An execution, or the child for an object, failed."
      metric      = "ExecutionsFailed"
    }
    timed-out-executions = {
      description = "An execution took longer than it may."
      metric      = "ExecutionsTimedOut"
    }
    aborted-executions = {
      description = "An execution was ended before it was through."
      metric      = "ExecutionsAborted"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "function" {
  for_each = { for suffix, alarm in local.function_alarms : suffix => alarm if local.has_function }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = local.function_name }
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  comparison_operator = "GreaterThanOrEqualToThreshold"
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.topic_arns
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "machine" {
  for_each = { for suffix, alarm in local.machine_alarms : suffix => alarm if local.has_machine }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/States"
  metric_name         = each.value.metric
  dimensions          = { StateMachineArn = aws_sfn_state_machine.fleet[0].arn }
  statistic           = "Sum"
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.topic_arns
  tags                = var.tags
}
