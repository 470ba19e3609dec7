# Whom S3 tells of new, removed and restored objects. It looks at the policies of the targets when notifications are set
# up, and refuses without. A target has one policy, however often it is named.

locals {
  # By ARN, as far as their policies are to be written.
  notified_queues    = { for queue in try(var.notifications.queues, []) : queue.arn => queue.url... if queue.write_policy }
  notified_topics    = toset([for topic in try(var.notifications.topics, []) : topic.arn if topic.write_policy])
  notified_functions = toset([for function in try(var.notifications.functions, []) : function.arn])

  from_bucket = {
    StringEquals = { "aws:SourceAccount" = local.account_id }
    ArnEquals    = { "aws:SourceArn" = aws_s3_bucket.bucket.arn }
  }
}

resource "aws_sqs_queue_policy" "notified" {
  for_each = local.notified_queues

  queue_url = each.value[0]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "S3Notifications"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = each.key
      Condition = local.from_bucket
    }]
  })
}

resource "aws_sns_topic_policy" "notified" {
  for_each = local.notified_topics

  arn = each.key
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "S3Notifications"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = each.key
      Condition = local.from_bucket
    }]
  })
}

# Added to the permissions that the function has.
resource "aws_lambda_permission" "notified" {
  for_each = local.notified_functions

  function_name  = each.key
  action         = "lambda:InvokeFunction"
  principal      = "s3.amazonaws.com"
  source_arn     = aws_s3_bucket.bucket.arn
  source_account = local.account_id
}

resource "aws_s3_bucket_notification" "bucket" {
  count = var.notifications == null ? 0 : 1

  bucket      = aws_s3_bucket.bucket.bucket
  eventbridge = var.notifications.event_bridge

  dynamic "queue" {
    for_each = var.notifications.queues

    content {
      queue_arn     = queue.value.arn
      events        = queue.value.events
      filter_prefix = queue.value.prefix
      filter_suffix = queue.value.suffix
    }
  }
  dynamic "topic" {
    for_each = var.notifications.topics

    content {
      topic_arn     = topic.value.arn
      events        = topic.value.events
      filter_prefix = topic.value.prefix
      filter_suffix = topic.value.suffix
    }
  }
  dynamic "lambda_function" {
    for_each = var.notifications.functions

    content {
      lambda_function_arn = lambda_function.value.arn
      events              = lambda_function.value.events
      filter_prefix       = lambda_function.value.prefix
      filter_suffix       = lambda_function.value.suffix
    }
  }

  depends_on = [
    aws_lambda_permission.notified,
    aws_s3_bucket_logging.bucket,
    aws_s3_bucket_policy.bucket,
    aws_sns_topic_policy.notified,
    aws_sqs_queue_policy.notified,
  ]
}
