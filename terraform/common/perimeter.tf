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
}
