# The perimeter around keys.

locals {
  key_perimeter = concat(
    [for statement in [{
      Sid       = "DenyOtherOrganizations"
      Effect    = "Deny"
      Principal = "*"
      Action    = "kms:*"
      Resource  = "*"
      Condition = local.perimeter_organizations
    }] : statement if try(var.perimeter.organization_ids, null) != null],

    # Only uses of data are bound to networks: who deploys, or mends a wrong id, may be anywhere.
    [for statement in [{
      Sid       = "DenyOtherNetworks"
      Effect    = "Deny"
      Principal = "*"
      Action    = concat(local.cryptographic_actions, ["kms:CreateGrant"])
      Resource  = "*"
      Condition = {
        StringNotEqualsIfExists = local.perimeter_networks
        BoolIfExists            = { "aws:PrincipalIsAWSService" = "false", "aws:ViaAWSService" = "false" }
        ArnNotLikeIfExists = {
          "aws:PrincipalArn" = "arn:${local.partition}:iam::${local.account_id}:role/aws-service-role/*"
        }
        # EC2 sends it for the volumes of instances.
        Null = { "kms:ViaService" = "true" }
      }
    }] : statement if length(local.perimeter_networks) > 0],
  )
}
