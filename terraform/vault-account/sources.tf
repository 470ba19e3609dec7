# Who of the sources may do what. Neither KMS nor S3 takes a principal that is not there yet: a statement names accounts,
# and their roles by a pattern. None of it allows anything without a policy of the role that says the same.

locals {
  ways = {
    writer = {
      name           = "Writer"
      object_actions = ["s3:AbortMultipartUpload", "s3:PutObject"]
      list_actions   = ["s3:ListBucket"]
      bucket_actions = []
      # S3 reads the parts of a multipart upload again when it is completed.
      key_actions = ["kms:GenerateDataKey", "kms:Decrypt"]
      roles       = var.source_roles.writers
    }
    restorer = {
      name           = "Restorer"
      object_actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"]
      list_actions   = ["s3:ListBucket", "s3:ListBucketVersions"]
      bucket_actions = []
      key_actions    = ["kms:Decrypt"]
      roles          = var.source_roles.restorers
    }
    # It takes no delete markers.
    replication = {
      name           = "Replication"
      object_actions = ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"]
      list_actions   = ["s3:ListBucket", "s3:ListBucketVersions"]
      bucket_actions = ["s3:GetBucketVersioning"]
      key_actions    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      roles          = var.source_roles.replication
    }
  }

  way_names = ["writer", "restorer", "replication"]

  vault_sources = [for source in var.sources : {
    account_id = source.account_id
    regions    = source.regions
    prefix     = coalesce(source.prefix, "${source.account_id}/")
    ways = concat(
      source.direct ? ["writer"] : [],
      source.restore ? ["restorer"] : [],
      source.replication ? ["replication"] : [],
    )
  }]
  using = {
    for way in local.way_names : way => [for source in local.vault_sources : source if contains(source.ways, way)]
  }

  # Sources whose prefix is their account id share statements.
  groups = flatten([for way in local.way_names : concat(
    [for alike in [[for one in local.using[way] : one if one.prefix == "${one.account_id}/"]] : {
      way = way, mark = "", prefix = "$${aws:PrincipalAccount}/", sources = alike
    } if length(alike) > 0],
    [for one in local.using[way] : {
      way = way, mark = one.account_id, prefix = one.prefix, sources = [one]
    } if one.prefix != "${one.account_id}/"],
  )])

  # Patterns of the roles' ARNs, with the regions of the sources in place of `{region}`.
  patterns_of_groups = [for group in local.groups : distinct(flatten([
    for one in group.sources : [for role in local.ways[group.way].roles : [
      for region in one.regions : "arn:${local.partition}:iam::*:role${replace(role, "{region}", region)}"
    ]]
  ]))]
  patterns = { for way, sources in local.using : way => distinct(flatten([
    for one in sources : [for role in local.ways[way].roles : [
      for region in one.regions : "arn:${local.partition}:iam::*:role${replace(role, "{region}", region)}"
    ]]
  ])) }

  in_organization = { for condition, keys in {
    "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = var.organization_paths }
  } : condition => keys if length(var.organization_paths) > 0 }

  source_bucket_statements = flatten([for index, group in local.groups : [
    {
      Sid       = "${local.ways[group.way].name}Objects${group.mark}"
      Effect    = "Allow"
      Principal = { AWS = [for one in group.sources : "arn:${local.partition}:iam::${one.account_id}:root"] }
      Action    = concat(local.ways[group.way].object_actions, local.ways[group.way].bucket_actions)
      Resource = concat(
        ["${local.bucket_arns.vault}/${group.prefix}*"],
        [for _ in local.ways[group.way].bucket_actions : local.bucket_arns.vault],
      )
      Condition = merge({
        ArnLike = { "aws:PrincipalArn" = local.patterns_of_groups[index] }
      }, local.in_organization)
    },
    {
      Sid       = "${local.ways[group.way].name}List${group.mark}"
      Effect    = "Allow"
      Principal = { AWS = [for one in group.sources : "arn:${local.partition}:iam::${one.account_id}:root"] }
      Action    = local.ways[group.way].list_actions
      Resource  = [local.bucket_arns.vault]
      Condition = merge({
        StringLike = { "s3:prefix" = "${group.prefix}*" }
        ArnLike    = { "aws:PrincipalArn" = local.patterns_of_groups[index] }
      }, local.in_organization)
    },
  ]])

  # The key's context is the bucket: of the key, one statement is about all accounts.
  source_key_statements = [for way in local.way_names : {
    Sid       = "${local.ways[way].name}Key"
    Effect    = "Allow"
    Principal = { AWS = [for one in local.using[way] : "arn:${local.partition}:iam::${one.account_id}:root"] }
    Action    = local.ways[way].key_actions
    Resource  = "*"
    Condition = merge({
      StringEquals = merge(local.via_s3, { "kms:EncryptionContext:aws:s3:arn" = aws_s3_bucket.bucket["vault"].arn })
      ArnLike      = { "aws:PrincipalArn" = local.patterns[way] }
    }, local.in_organization)
  } if length(local.using[way]) > 0]

  further_restorers = flatten([for source in var.sources : [
    for arn in source.restorer_arns : { arn = arn, prefix = coalesce(source.prefix, "${source.account_id}/") }
  ]])
}
