# The roles of local.roles, and who may assume them. Their names end in their keys, or in a `name` of their own.

locals {
  # Pages where people of each partition sign in; a SAML provider's answer is addressed to one.
  saml_audiences = {
    aws        = ["https://signin.aws.amazon.com/saml"]
    aws-cn     = ["https://signin.amazonaws.cn/saml"]
    aws-us-gov = ["https://signin.amazonaws-us-gov.com/saml"]
    aws-iso    = ["https://signin.c2shome.ic.gov/saml"]
    aws-iso-b  = ["https://signin.sc2shome.sgov.gov/saml"]
    aws-iso-e  = ["https://signin.csphome.adc-e.uk/saml"]
    aws-iso-f  = ["https://signin.csphome.hci.ic.gov/saml"]
    aws-eusc = [
      "https://signin.amazonaws-eusc.eu/saml",
      "https://eusc-de-east-1.signin.amazonaws-eusc.eu/saml",
    ]
  }

  trust_policies = {
    for name, role in local.roles : name => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [for trust in role.trust : {
          Sid       = "TrustService"
          Effect    = "Allow"
          Principal = { Service = "ec2.amazonaws.com" }
          Action    = "sts:AssumeRole"
        } if trust.type == "ec2"],

        # Sessions of roles never carry a second factor: this is for users of the account.
        [for trust in role.trust : {
          Sid       = "TrustAccountWithMfa"
          Effect    = "Allow"
          Principal = { AWS = local.account_root_arn }
          Action    = "sts:AssumeRole"
          Condition = {
            Bool            = { "aws:MultiFactorAuthPresent" = "true" }
            NumericLessThan = { "aws:MultiFactorAuthAge" = tostring(coalesce(trust.max_age_seconds, 3600)) }
          }
        } if trust.type == "mfa"],

        [for trust in role.trust : {
          Sid       = "TrustPrincipals"
          Effect    = "Allow"
          Principal = { AWS = [for arn in trust.arns : arn if !endswith(arn, "*")] }
          Action    = "sts:AssumeRole"
        } if trust.type == "principals" && anytrue([for arn in coalesce(trust.arns, []) : !endswith(arn, "*")])],

        # A role of Identity Center has a suffix that changes, and a principal takes no wildcard: the account is
        # named, and the condition says which of its roles.
        [for trust in role.trust : {
          Sid    = "TrustPermissionSets"
          Effect = "Allow"
          Principal = {
            AWS = distinct([
              for arn in trust.arns : "arn:${split(":", arn)[1]}:iam::${split(":", arn)[4]}:root" if endswith(arn, "*")
            ])
          }
          Action    = "sts:AssumeRole"
          Condition = { ArnLike = { "aws:PrincipalArn" = [for arn in trust.arns : arn if endswith(arn, "*")] } }
        } if trust.type == "principals" && anytrue([for arn in coalesce(trust.arns, []) : endswith(arn, "*")])],

        [for trust in role.trust : {
          Sid       = "TrustSamlProvider"
          Effect    = "Allow"
          Principal = { Federated = trust.provider_arns }
          Action    = "sts:AssumeRoleWithSAML"
          Condition = {
            StringEquals = {
              "SAML:aud" = coalesce(
                trust.audiences,
                distinct(flatten([for arn in trust.provider_arns : local.saml_audiences[split(":", arn)[1]]])),
              )
            }
          }
        } if trust.type == "saml"],

        [for trust in role.trust : {
          Sid       = "TrustCertificates"
          Effect    = "Allow"
          Principal = { Service = "rolesanywhere.amazonaws.com" }
          Action    = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
          Condition = {
            ArnEquals    = { "aws:SourceArn" = trust.trust_anchor_arn }
            StringEquals = { "aws:PrincipalTag/x509Subject/CN" = trust.common_names }
          }
        } if trust.type == "rolesAnywhere"],
      )
    })
  }
}

resource "aws_iam_role" "role" {
  for_each = local.roles

  name                 = "${var.name}-${try(each.value.name, each.key)}"
  description          = each.value.description
  path                 = var.roles.path
  permissions_boundary = var.roles.permissions_boundary
  max_session_duration = each.value.max_session_duration
  tags                 = var.tags

  assume_role_policy = local.trust_policies[each.key]

  lifecycle {
    precondition {
      condition     = length(local.trust_policies[each.key]) <= 2048
      error_message = "a trust policy must not exceed 2048 characters, got ${length(local.trust_policies[each.key])}"
    }
  }
}

# What an EC2 instance is started with, where EC2 may assume the role.
resource "aws_iam_instance_profile" "role" {
  for_each = toset([
    for name, role in local.roles : name if contains(role.trust[*].type, "ec2")
  ])

  name = aws_iam_role.role[each.key].name
  role = aws_iam_role.role[each.key].name
  tags = var.tags
}
