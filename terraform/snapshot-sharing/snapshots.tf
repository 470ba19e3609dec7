# What the acting role may ask of EC2 and RDS.

locals {
  # Where snapshots are copied from, by region and account; copies are made here.
  places = distinct(concat(
    [{ region = local.region, account_id = local.account_id }],
    [for arn in local.source_key_arns : { region = split(":", arn)[3], account_id = split(":", arn)[4] }],
  ))
  regions = distinct(local.places[*].region)

  # ARNs of EBS snapshots and AMIs name no account.
  own_image     = "arn:${local.partition}:ec2:${local.region}::image/*"
  own_snapshot  = "arn:${local.partition}:ec2:${local.region}::snapshot/*"
  own_databases = [for type in ["cluster-snapshot", "snapshot"] : "arn:${local.partition}:rds:${local.region}:${local.account_id}:${type}:*"]

  # Looks for snapshots, and copies them, with the tag by which an interrupted copy is found again.
  copy_statements = concat(
    [for statement in [
      # AWS knows no narrower resource for it.
      {
        Sid      = "FindSnapshots"
        Effect   = "Allow"
        Action   = ["ec2:DescribeImages", "ec2:DescribeSnapshots"]
        Resource = "*"
      },
      {
        Sid    = "CopySnapshots"
        Effect = "Allow"
        Action = ["ec2:CopyImage", "ec2:CopySnapshot"]
        Resource = flatten([
          for region in local.regions : [for type in ["image", "snapshot"] : "arn:${local.partition}:ec2:${region}::${type}/*"]
        ])
      },
      {
        Sid       = "TagCopies"
        Effect    = "Allow"
        Action    = "ec2:CreateTags"
        Resource  = [local.own_image, local.own_snapshot]
        Condition = { StringEquals = { "ec2:CreateAction" = ["CopyImage", "CopySnapshot"] } }
      },
    ] : statement if local.has_ec2],
    [for statement in [
      {
        Sid      = "FindDatabaseSnapshots"
        Effect   = "Allow"
        Action   = ["rds:DescribeDBClusterSnapshots", "rds:DescribeDBSnapshots"]
        Resource = "*"
      },
      {
        Sid    = "CopyDatabaseSnapshots"
        Effect = "Allow"
        Action = ["rds:CopyDBClusterSnapshot", "rds:CopyDBSnapshot"]
        Resource = flatten([
          for place in local.places : [
            for type in ["cluster-snapshot", "snapshot"] :
            "arn:${local.partition}:rds:${place.region}:${place.account_id}:${type}:*"
          ]
        ])
      },
      # RDS does not say for which action tags are set. ForAllValues holds for a request without tags, too.
      {
        Sid      = "TagDatabaseCopies"
        Effect   = "Allow"
        Action   = "rds:AddTagsToResource"
        Resource = local.own_databases
        Condition = {
          "ForAllValues:StringEquals" = { "aws:TagKeys" = "sealstack:source" }
          Null                        = { "aws:TagKeys" = "false" }
        }
      },
    ] : statement if local.has_rds],
  )

  # Shares with the accounts, and sees with whom something is shared. Only EBS snapshots have a condition key for the
  # account: of AMIs and of RDS, the sharer can share with anybody, whom the key then lets open nothing.
  share_statements = [for statement in concat(
    [for statement in [
      {
        Sid      = "SeeWhoShares"
        Effect   = "Allow"
        Action   = ["ec2:DescribeImageAttribute", "ec2:DescribeSnapshotAttribute"]
        Resource = [local.own_image, local.own_snapshot]
      },
      # A group is everybody.
      {
        Sid      = "ShareSnapshots"
        Effect   = "Allow"
        Action   = "ec2:ModifySnapshotAttribute"
        Resource = local.own_snapshot
        Condition = {
          StringEquals = { "ec2:Add/userId" = local.accounts }
          Null         = { "ec2:Add/group" = "true" }
        }
      },
      {
        Sid      = "ShareImages"
        Effect   = "Allow"
        Action   = "ec2:ModifyImageAttribute"
        Resource = local.own_image
      },
    ] : statement if local.has_ec2],
    [for statement in [
      {
        Sid      = "SeeWhoSharesDatabases"
        Effect   = "Allow"
        Action   = ["rds:DescribeDBClusterSnapshotAttributes", "rds:DescribeDBSnapshotAttributes"]
        Resource = local.own_databases
      },
      {
        Sid      = "ShareDatabaseSnapshots"
        Effect   = "Allow"
        Action   = ["rds:ModifyDBClusterSnapshotAttribute", "rds:ModifyDBSnapshotAttribute"]
        Resource = local.own_databases
      },
    ] : statement if local.has_rds],
    # To tell a snapshot under an AWS managed key, which cannot be shared, from others.
    [{
      Sid      = "LookAtKeys"
      Effect   = "Allow"
      Action   = "kms:DescribeKey"
      Resource = "arn:${local.partition}:kms:${local.region}:${local.account_id}:key/*"
    }],
  ) : statement if length(local.accounts) > 0]
}
