# Where the module runs.

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  partition        = data.aws_partition.current.partition
  account_id       = data.aws_caller_identity.current.account_id
  region           = data.aws_region.current.region
  account_root_arn = "arn:${local.partition}:iam::${local.account_id}:root"
}
