# The state machine of Step Functions, beside the jobs of S3.

resource "aws_iam_role_policy" "machine" {
  count = local.has_machine ? 1 : 0

  name = "fleet"
  role = aws_iam_role.service["machine"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "InvokeFunction"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = aws_lambda_function.fleet[0].qualified_arn
      },
      {
        Sid      = "ReadManifests"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${aws_s3_bucket.bucket["reports"].arn}/manifests/*"
      },
      {
        Sid      = "WriteResults"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
        Resource = "${aws_s3_bucket.bucket["reports"].arn}/results/*"
      },
      {
        Sid      = "StartChildren"
        Effect   = "Allow"
        Action   = "states:StartExecution"
        Resource = local.machine_arn
      },
      {
        Sid      = "FollowChildren"
        Effect   = "Allow"
        Action   = ["states:DescribeExecution", "states:StopExecution"]
        Resource = "arn:${local.partition}:states:${local.region}:${local.account_id}:execution:${local.machine_name}/*"
      },
    ]
  })
}

resource "aws_sfn_state_machine" "fleet" {
  #checkov:skip=CKV_AWS_284:results are written for each object
  #checkov:skip=CKV_AWS_285:results are written for each object
  count = local.has_machine ? 1 : 0

  name       = local.machine_name
  role_arn   = aws_iam_role.service["machine"].arn
  definition = file(var.state_machine.definition)
  tags       = var.tags

  depends_on = [aws_iam_role_policy.machine]
}
