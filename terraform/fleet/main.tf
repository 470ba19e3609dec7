# One operation on every backup of a bucket, by S3 Batch Operations: a role for jobs, the bucket of their manifests and
# reports, and where S3 does not do the work itself, a function, and a state machine if one is asked for.

locals {
  # Needs no function.
  is_of_s3     = contains(["fixity", "rekey-outer"], var.operation)
  has_function = !local.is_of_s3
  has_machine  = var.state_machine != null

  function_name = "${var.name}-function"
  machine_name  = "${var.name}-machine"
  machine_arn   = "arn:${local.partition}:states:${local.region}:${local.account_id}:stateMachine:${local.machine_name}"

  # Whom S3, Lambda and Step Functions act as. Lambda sends no account of its own.
  service_roles = merge(
    {
      job = {
        description = local.has_function ? "Lets S3 invoke the function, read manifests and write reports; reaches no backup." : "Lets S3 do ${var.operation} to backups, read manifests and write reports."
        service     = "batchoperations.s3.amazonaws.com"
        source_arn  = "arn:${local.partition}:s3:${local.region}:${local.account_id}:job/*"
      }
    },
    { for name in ["function"] : name => {
      description = "Lets the function assume the role of the backups for ${var.operation}; opens nothing itself."
      service     = "lambda.amazonaws.com"
      source_arn  = null
    } if local.has_function },
    { for name in ["machine"] : name => {
      description = "Reads manifests, invokes the function for each object, and writes results."
      service     = "states.amazonaws.com"
      source_arn  = local.machine_arn
    } if local.has_machine },
  )
}

resource "aws_iam_role" "service" {
  for_each = local.service_roles

  name                 = "${var.name}-${each.key}"
  description          = each.value.description
  path                 = var.roles.path
  permissions_boundary = var.roles.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [merge(
      {
        Sid       = "TrustService"
        Effect    = "Allow"
        Principal = { Service = each.value.service }
        Action    = "sts:AssumeRole"
      },
      { for key, condition in {
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account_id }
          ArnLike      = { "aws:SourceArn" = each.value.source_arn }
        }
      } : key => condition if each.value.source_arn != null },
    )]
  })
}
