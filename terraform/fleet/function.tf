# The function. It opens nothing with its own role: it assumes that of the backups.

locals {
  # Requests to KMS for an object at most, under one new key.
  kms_requests = {
    verify       = 1
    verify-quick = 1
    rewrap       = 3
    reencrypt    = 3
  }

  # An object takes 0.1 s at least. Of the account's 1,000 invocations at a time, Lambda reserves 900.
  concurrency = local.has_function ? coalesce(
    var.function.reserved_concurrency,
    max(1, min(900, floor(var.function.kms_requests_per_second / (10 * local.kms_requests[var.operation])))),
  ) : null
}

resource "aws_cloudwatch_log_group" "function" {
  #checkov:skip=CKV_AWS_158:it holds names of objects and causes, and nothing secret
  #checkov:skip=CKV_AWS_338:how long lines are kept is the caller's to say
  count = local.has_function ? 1 : 0

  name              = "/aws/lambda/${local.function_name}"
  retention_in_days = var.function.log_retention_in_days
  tags              = var.tags

  lifecycle {
    prevent_destroy = true # var.bucket.prevent_destroy
  }
}

resource "aws_iam_role_policy" "function" {
  count = local.has_function ? 1 : 0

  name = "fleet"
  role = aws_iam_role.service["function"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "BecomeRoleOfBackups"
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = var.backups.role_arn
      },
      {
        Sid      = "WriteLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:/aws/lambda/${local.function_name}:*"
      },
    ]
  })
}

resource "aws_lambda_function" "fleet" {
  #checkov:skip=CKV_AWS_50:S3 reports each object with its cause
  #checkov:skip=CKV_AWS_116:it is invoked synchronously
  #checkov:skip=CKV_AWS_117:it reaches AWS's own services only
  #checkov:skip=CKV_AWS_173:ARNs and a word, nothing of it is secret
  #checkov:skip=CKV_AWS_272:who may deploy decides on the code
  count = local.has_function ? 1 : 0

  function_name                  = local.function_name
  description                    = "sealstack fleet: ${var.operation}"
  role                           = aws_iam_role.service["function"].arn
  handler                        = "fleet-handler.handler"
  runtime                        = var.function.runtime
  architectures                  = [var.function.architecture]
  memory_size                    = var.function.memory_mib
  timeout                        = 900
  publish                        = true
  reserved_concurrent_executions = local.concurrency
  tags                           = var.tags

  filename          = var.function.package.path
  source_code_hash  = var.function.package.path == null ? null : filebase64sha256(var.function.package.path)
  s3_bucket         = var.function.package.bucket
  s3_key            = var.function.package.key
  s3_object_version = var.function.package.version_id

  environment {
    variables = {
      SEALSTACK_FLEET_OPERATION = var.operation
      SEALSTACK_FLEET_KEYS      = join(",", var.backups.key_arns)
      SEALSTACK_FLEET_ROLE_ARN  = var.backups.role_arn
    }
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}
