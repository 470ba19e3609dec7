# What EC2 and RDS do with keys for the roles, and the grants that they live on. Other accounts get no data keys from a
# source's key: they copy under a key of their own, and make nothing new under this one.

locals {
  open_actions          = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
  open_and_seal_actions = concat(local.open_actions, ["kms:GenerateDataKeyWithoutPlaintext"])

  # Through the services, here and where copies go. KMS has the suffix in all partitions.
  via_here = [for service in var.services : "${service}.${local.region}.amazonaws.com"]
  via_everywhere = flatten([
    for service in var.services : [
      for region in concat([local.region], try(var.snapshot_source.regions, [])) : "${service}.${region}.amazonaws.com"
    ]
  ])
  for_aws_resource = { "kms:GrantIsForAWSResource" = "true" }

  users = concat([aws_iam_role.role[local.acting].arn], var.key.users)
  account_roots = [
    for account in local.accounts : "arn:${local.partition}:iam::${account}:root"
  ]

  key_use_statements = concat(
    [
      {
        Sid       = "UseThroughServices"
        Effect    = "Allow"
        Principal = { AWS = local.users }
        Action    = local.open_and_seal_actions
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = local.via_here } }
      },
      {
        Sid       = "UseThroughServicesGrants"
        Effect    = "Allow"
        Principal = { AWS = local.users }
        Action    = "kms:CreateGrant"
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = local.via_here }, Bool = local.for_aws_resource }
      },
      # No service makes this call: `sealstack snapshot` looks first.
      {
        Sid       = "UseThroughServicesDescribe"
        Effect    = "Allow"
        Principal = { AWS = local.users }
        Action    = "kms:DescribeKey"
        Resource  = "*"
      },
    ],
    [for statement in [
      {
        Sid       = "CopyToAccounts"
        Effect    = "Allow"
        Principal = { AWS = local.account_roots }
        Action    = local.open_actions
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = local.via_everywhere } }
      },
      {
        Sid       = "CopyToAccountsGrants"
        Effect    = "Allow"
        Principal = { AWS = local.account_roots }
        Action    = "kms:CreateGrant"
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = local.via_everywhere }, Bool = local.for_aws_resource }
      },
      {
        Sid       = "CopyToAccountsDescribe"
        Effect    = "Allow"
        Principal = { AWS = local.account_roots }
        Action    = "kms:DescribeKey"
        Resource  = "*"
      },
    ] : statement if length(local.accounts) > 0],
    # Roles of this account that need not exist yet, so no principal can name them. The root statement lets policies of
    # the account look at the key.
    [for statement in [
      {
        Sid       = "CopyToRegions"
        Effect    = "Allow"
        Principal = { AWS = local.account_root_arn }
        Action    = local.open_actions
        Resource  = "*"
        Condition = {
          StringEquals = { "kms:ViaService" = local.via_everywhere }
          ArnEquals    = { "aws:PrincipalArn" = local.copiers }
        }
      },
      {
        Sid       = "CopyToRegionsGrants"
        Effect    = "Allow"
        Principal = { AWS = local.account_root_arn }
        Action    = "kms:CreateGrant"
        Resource  = "*"
        Condition = {
          StringEquals = { "kms:ViaService" = local.via_everywhere }
          Bool         = local.for_aws_resource
          ArnEquals    = { "aws:PrincipalArn" = local.copiers }
        }
      },
    ] : statement if length(local.copiers) > 0],
  )

  # What a copier may do with the keys of its sources.
  via_sources = flatten([
    for service in var.services : [for region in local.regions : "${service}.${region}.amazonaws.com"]
  ])
  open_statements = [for statement in [
    {
      Sid       = "OpenSources"
      Effect    = "Allow"
      Action    = local.open_actions
      Resource  = local.source_key_arns
      Condition = { StringEquals = { "kms:ViaService" = local.via_sources } }
    },
    {
      Sid       = "OpenSourcesGrants"
      Effect    = "Allow"
      Action    = "kms:CreateGrant"
      Resource  = local.source_key_arns
      Condition = { StringEquals = { "kms:ViaService" = local.via_sources }, Bool = local.for_aws_resource }
    },
    {
      Sid      = "OpenSourcesDescribe"
      Effect   = "Allow"
      Action   = "kms:DescribeKey"
      Resource = local.source_key_arns
    },
  ] : statement if length(local.source_key_arns) > 0]
}
