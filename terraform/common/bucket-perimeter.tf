# The perimeter around the buckets of local.buckets, and those of local.other_bucket_arns. local.s3_role_arns are roles
# that S3 assumes, and so uses from its own network.

locals {
  bucket_arns = { for key, bucket in local.buckets : key => "arn:${local.partition}:s3:::${bucket.name}" }

  bucket_perimeter = {
    for name, arn in merge(local.bucket_arns, local.other_bucket_arns) : name => concat(
      [for statement in [{
        Sid       = "DenyOtherOrganizations"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [arn, "${arn}/*"]
        Condition = local.perimeter_organizations
      }] : statement if try(var.perimeter.organization_ids, null) != null],

      # Listing a bucket is no use of data: s3:ListBucket is also what S3 asks for HeadBucket, the first call of every plan.
      [for statement in [{
        Sid       = "DenyOtherNetworks"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = "${arn}/*"
        Condition = {
          StringNotEqualsIfExists = local.perimeter_networks
          BoolIfExists            = { "aws:PrincipalIsAWSService" = "false", "aws:ViaAWSService" = "false" }
          ArnNotLikeIfExists = {
            "aws:PrincipalArn" = concat(
              ["arn:${local.partition}:iam::${local.account_id}:role/aws-service-role/*"],
              local.s3_role_arns,
            )
          }
        }
      }] : statement if length(local.perimeter_networks) > 0],
    )
  }
}
