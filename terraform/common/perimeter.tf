# A data perimeter: statements for the policies of keys and buckets that refuse whoever is outside of it. Exempt, as in
# AWS's samples, are services in their own name, services that act for a caller, and service-linked roles. The account
# itself is within every organization: a wrong id would leave nobody to mend it.

locals {
  perimeter_networks = {
    for condition, ids in {
      "aws:SourceVpce" = try(var.perimeter.vpc_endpoint_ids, null)
      "aws:SourceVpc"  = try(var.perimeter.vpc_ids, null)
    } : condition => ids if ids != null
  }

  perimeter_organizations = {
    # An anonymous caller has neither.
    StringNotEqualsIfExists = {
      "aws:PrincipalOrgID"   = try(var.perimeter.organization_ids, null)
      "aws:PrincipalAccount" = local.account_id
    }
    BoolIfExists = { "aws:PrincipalIsAWSService" = "false" }
  }

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
