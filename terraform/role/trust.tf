# Who may assume the role: statements by the type of trust. Conditions without keys, and statements without principals,
# are left out at the end.

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
  # Services whose names end in the domain of the partition; all others end alike everywhere.
  own_domain_services = lookup({
    aws-cn    = ["codedeploy", "elasticmapreduce", "logs"]
    aws-iso   = ["cloudhsm", "config", "logs", "workspaces"]
    aws-iso-b = ["dms", "logs"]
  }, local.partition, [])

  # A provider of GitHub's or a cluster's tokens is one of OpenID Connect, whose subjects have a form of their own.
  oidc_trust = [
    for trust in var.trust : {
      issuer = trimsuffix(trimprefix(trust.type == "github" ? coalesce(trust.issuer, "token.actions.githubusercontent.com") : coalesce(trust.issuer, "none"), "https://"), "/")
      subjects = trust.type != "irsa" ? coalesce(trust.subjects, []) : [
        for account in coalesce(trust.service_accounts, []) : "system:serviceaccount:${join(":", split("/", account))}"
      ]
      audiences = trust.type == "oidc" ? coalesce(trust.audiences, []) : coalesce(trust.audiences, ["sts.amazonaws.com"])
    }
  ]
  certificate_tags = {
    common_names         = "x509Subject/CN"
    organizational_units = "x509Subject/OU"
    organizations        = "x509Subject/O"
    dns_names            = "x509SAN/DNS"
    uris                 = "x509SAN/URI"
    issuer_common_names  = "x509Issuer/CN"
  }

  trust_statements = flatten([
    for index, trust in var.trust : [
      for type, statements in {
        ec2 = [{
          sid        = "TrustService"
          principal  = { Service = ["ec2.amazonaws.com"] }
          actions    = ["sts:AssumeRole"]
          conditions = {}
        }]

        # Without a source, somebody else's resource may make the service act here; a few services, such as EC2, send none.
        service = [{
          sid       = "TrustService"
          principal = { Service = [for service in compact([trust.service]) : "${service}.${contains(local.own_domain_services, service) ? data.aws_partition.current.dns_suffix : "amazonaws.com"}"] }
          actions   = ["sts:AssumeRole"]
          conditions = {
            StringEquals = { "aws:SourceAccount" = trust.source_accounts, "aws:SourceOrgID" = trust.organization_id }
            ArnLike      = { "aws:SourceArn" = trust.source_arns }
          }
        }]

        # Sessions of roles never carry a second factor: this is for users of the account.
        mfa = [{
          sid       = "TrustAccountWithMfa"
          principal = { AWS = [local.account_root_arn] }
          actions   = ["sts:AssumeRole"]
          conditions = {
            Bool            = { "aws:MultiFactorAuthPresent" = "true" }
            NumericLessThan = { "aws:MultiFactorAuthAge" = tostring(coalesce(trust.max_age_seconds, 3600)) }
          }
        }]

        # A role of Identity Center has a suffix that changes, and a principal takes no wildcard: the account is named,
        # and the condition says which of its roles.
        principals = [
          {
            sid        = "TrustPrincipals"
            principal  = { AWS = [for arn in coalesce(trust.arns, []) : arn if !endswith(arn, "*")] }
            actions    = ["sts:AssumeRole"]
            conditions = {}
          },
          {
            sid       = "TrustPermissionSets"
            principal = { AWS = distinct([for arn in coalesce(trust.arns, []) : "arn:${split(":", arn)[1]}:iam::${split(":", arn)[4]}:root" if endswith(arn, "*")]) }
            actions   = ["sts:AssumeRole"]
            conditions = {
              ArnLike = { "aws:PrincipalArn" = [for arn in coalesce(trust.arns, []) : arn if endswith(arn, "*")] }
            }
          },
        ]

        account = [{
          sid       = "TrustAccount"
          principal = { AWS = ["arn:${local.partition}:iam::${coalesce(trust.account_id, "none")}:root"] }
          actions   = ["sts:AssumeRole"]
          conditions = {
            ArnLike = { "aws:PrincipalArn" = trust.arns }
            StringEquals = {
              "sts:ExternalId"     = trust.external_ids
              "aws:PrincipalOrgID" = trust.organization_id
            }
          }
        }]

        # AWS has no principal for an organization: everybody is named, and the condition bounds it.
        organization = [{
          sid       = "TrustOrganization"
          principal = "*"
          actions   = ["sts:AssumeRole"]
          conditions = {
            StringEquals             = { "aws:PrincipalOrgID" = trust.organization_id }
            "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = trust.organization_paths }
            ArnLike                  = { "aws:PrincipalArn" = trust.arns }
          }
        }]

        saml = [{
          sid       = "TrustSamlProvider"
          principal = { Federated = coalesce(trust.provider_arns, []) }
          actions   = ["sts:AssumeRoleWithSAML"]
          conditions = {
            StringEquals = {
              "SAML:aud" = trust.audiences != null ? trust.audiences : distinct(flatten([
                for arn in coalesce(trust.provider_arns, []) : local.saml_audiences[split(":", arn)[1]]
              ]))
            }
          }
        }]

        # Whoever holds a token with one of the subjects, made for one of the audiences.
        token = [{
          sid       = { github = "TrustGithub", irsa = "TrustServiceAccounts", oidc = "TrustOidc" }[contains(["github", "irsa"], trust.type) ? trust.type : "oidc"]
          principal = { Federated = coalesce(trust.provider_arns, []) }
          actions   = ["sts:AssumeRoleWithWebIdentity"]
          conditions = {
            StringEquals = merge(
              { "${local.oidc_trust[index].issuer}:aud" = local.oidc_trust[index].audiences },
              { for subjects in [local.oidc_trust[index].subjects] : "${local.oidc_trust[index].issuer}:sub" => subjects if !can(regex("[*?]", join("", subjects))) },
            )
            StringLike = { for subjects in [local.oidc_trust[index].subjects] : "${local.oidc_trust[index].issuer}:sub" => subjects if can(regex("[*?]", join("", subjects))) }
          }
        }]

        # Pod Identity always sends session tags: without sts:TagSession no pod gets in.
        podIdentity = [{
          sid       = "TrustPods"
          principal = { Service = ["pods.eks.amazonaws.com"] }
          actions   = ["sts:AssumeRole", "sts:TagSession"]
          conditions = {
            StringEquals = {
              "aws:RequestTag/eks-cluster-arn"            = trust.cluster_arns
              "aws:RequestTag/kubernetes-namespace"       = trust.namespaces
              "aws:RequestTag/kubernetes-service-account" = trust.service_accounts
            }
          }
        }]

        # Hosts with a certificate of one's own CA: of each field that is given, one value must match.
        rolesAnywhere = [{
          sid       = "TrustCertificates"
          principal = { Service = ["rolesanywhere.amazonaws.com"] }
          actions   = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
          conditions = {
            ArnEquals    = { "aws:SourceArn" = trust.trust_anchor_arns }
            StringEquals = { for field, tag in local.certificate_tags : "aws:PrincipalTag/${tag}" => trust[field] if !can(regex("[*?]", join("", trust[field]))) }
            StringLike   = { for field, tag in local.certificate_tags : "aws:PrincipalTag/${tag}" => trust[field] if can(regex("[*?]", join("", trust[field]))) }
          }
        }]
      } : [for statement in statements : merge(statement, { sid = trust.sid == null ? statement.sid : trust.sid })] if type == lookup({ oidc = "token", github = "token", irsa = "token" }, trust.type, trust.type)
    ]
  ])

  # Without those that name nobody.
  trust_said = [
    for statement in local.trust_statements : statement if !can(statement.principal.AWS) || try(length(statement.principal.AWS) > 0, true)
  ]
  trust_sids = local.trust_said[*].sid

  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in local.trust_said : {
        for name, value in {
          Sid       = statement.sid
          Effect    = "Allow"
          Principal = statement.principal
          Action    = statement.actions
          Condition = {
            for operator, keys in {
              for operator, keys in statement.conditions : operator => { for key, values in keys : key => values if values != null }
            } : operator => keys if length(keys) > 0
          }
        } : name => value if name != "Condition" || length(value) > 0
      }
    ]
  })
}
