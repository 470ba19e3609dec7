variable "name" {
  description = "Name of the role, unique in the account. A change makes a new role, with another unique id."
  type        = string

  validation {
    condition     = length(var.name) >= 1 && length(var.name) <= 64
    error_message = "name must be 1 to 64 characters long, got ${length(var.name)} in '${var.name}'"
  }
  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]*$", var.name))
    error_message = "name must be letters, digits and +=,.@_-, got '${var.name}'"
  }
}

variable "description" {
  description = "What the role is for; shown in the console."
  type        = string

  validation {
    condition     = length(var.description) <= 1000
    error_message = "the length of description must be a whole number from 0 to 1000, got ${length(var.description)}"
  }
}

variable "trust" {
  description = <<-EOT
    Who may assume the role, by type:
    'mfa': users of the account who gave a second factor at most max_age_seconds ago (3600);
    'principals': roles and users by their arns, of which a last '*' stands for any suffix, as of roles of IAM Identity Center;
    'account': callers of account_id, bounded by arns, external_ids or organization_id;
    'organization': callers of organization_id, bounded by arns or organization_paths;
    'saml': people who sign in through provider_arns (audiences: the partition's sign-in page);
    'oidc': tokens of the issuer, through provider_arns (one), with one of subjects and of audiences;
    'github': runs of GitHub Actions, with one of subjects, such as 'repo:owner/name:ref:refs/heads/main';
    'irsa': service_accounts of an EKS cluster as 'namespace/name', whose issuer and provider_arns are given;
    'podIdentity': pods of EKS, bounded by cluster_arns, namespaces or service_accounts;
    'rolesAnywhere': hosts with a certificate of a CA of trust_anchor_arns, with one of common_names, organizational_units, organizations, dns_names, uris, issuer_common_names;
    'ec2': instances, for which an instance profile is made;
    'service': a service such as "backup", bounded by source_accounts, source_arns or organization_id.
    sid names the statement; it is needed where a type stands twice.
  EOT
  type = list(object({
    type                 = string
    sid                  = optional(string)
    max_age_seconds      = optional(number)
    arns                 = optional(list(string))
    account_id           = optional(string)
    external_ids         = optional(list(string))
    organization_id      = optional(string)
    organization_paths   = optional(list(string))
    provider_arns        = optional(list(string))
    audiences            = optional(list(string))
    issuer               = optional(string)
    subjects             = optional(list(string))
    service_accounts     = optional(list(string))
    cluster_arns         = optional(list(string))
    namespaces           = optional(list(string))
    trust_anchor_arns    = optional(list(string))
    common_names         = optional(list(string))
    organizational_units = optional(list(string))
    organizations        = optional(list(string))
    dns_names            = optional(list(string))
    uris                 = optional(list(string))
    issuer_common_names  = optional(list(string))
    service              = optional(string)
    source_accounts      = optional(list(string))
    source_arns          = optional(list(string))
  }))
  nullable = false

  validation {
    condition     = length(var.trust) > 0
    error_message = "trust must name who may assume the role, got none"
  }
  validation {
    condition     = length(setsubtract(var.trust[*].type, split(" ", "mfa principals account organization saml oidc github irsa podIdentity rolesAnywhere ec2 service"))) == 0
    error_message = "type of trust must be one of mfa, principals, account, organization, saml, oidc, github, irsa, podIdentity, rolesAnywhere, ec2, service, got ${join(", ", setsubtract(var.trust[*].type, split(" ", "mfa principals account organization saml oidc github irsa podIdentity rolesAnywhere ec2 service")))}"
  }
  validation {
    condition     = length(distinct([for trust in var.trust : "${trust.type} ${coalesce(trust.sid, "-")}"])) == length(var.trust)
    error_message = "trust of one type must not stand twice without a sid of its own, got ${join(", ", var.trust[*].type)}"
  }
  # What each type cannot be without.
  validation {
    condition = alltrue([
      for trust in var.trust : alltrue([
        for name in lookup({
          principals    = ["arns"]
          account       = ["account_id"]
          organization  = ["organization_id"]
          saml          = ["provider_arns"]
          oidc          = ["provider_arns", "issuer", "subjects", "audiences"]
          github        = ["provider_arns", "subjects"]
          irsa          = ["provider_arns", "issuer", "service_accounts"]
          rolesAnywhere = ["trust_anchor_arns"]
          service       = ["service"]
        }, trust.type, []) : try(length(trust[name]) > 0, false)
      ])
    ])
    error_message = "trust needs arns (principals), account_id (account), organization_id (organization), provider_arns (saml, oidc, github, irsa), issuer (oidc, irsa), subjects (oidc, github), audiences (oidc), service_accounts (irsa), trust_anchor_arns (rolesAnywhere) or service (service), got ${join(", ", var.trust[*].type)} without"
  }
  validation {
    condition = alltrue([for trust in var.trust : try(trust.max_age_seconds >= 60 && trust.max_age_seconds <= 129600 && floor(trust.max_age_seconds) == trust.max_age_seconds, true)])
    error_message = join("; ", [
      for trust in var.trust : "statement 'TrustAccountWithMfa': aws:MultiFactorAuthAge must be a whole number from 60 to 129600 seconds, got '${trust.max_age_seconds}'"
      if !try(trust.max_age_seconds >= 60 && trust.max_age_seconds <= 129600 && floor(trust.max_age_seconds) == trust.max_age_seconds, true)
    ])
  }
  validation {
    condition = alltrue([
      for trust in var.trust : trust.type != "account" || anytrue([for bound in [trust.arns, trust.external_ids, try([coalesce(trust.organization_id)], null)] : try(length(bound) > 0, false)])
    ])
    error_message = "an account must be bounded by a condition, such as MFA, got 1 without"
  }
  validation {
    condition     = alltrue([for trust in var.trust : trust.type != "principals" || !anytrue([for arn in coalesce(trust.arns, []) : can(regex("^([0-9]{12}|arn:.*:root)$", arn))])])
    error_message = "an account must be bounded by a condition, such as MFA, got 1 without"
  }
  validation {
    condition = alltrue([for trust in var.trust : trust.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", trust.organization_id))])
    error_message = join("; ", [
      for trust in var.trust : "aws:PrincipalOrgID must be an organization id such as o-a1b2c3d4e5, got '${trust.organization_id}'"
      if trust.organization_id != null && !can(regex("^o-[a-z0-9]{10,32}$", trust.organization_id))
    ])
  }
  validation {
    condition = alltrue([
      for trust in var.trust : trust.type != "rolesAnywhere" || anytrue([
        for field in [trust.common_names, trust.organizational_units, trust.organizations, trust.dns_names, trust.uris, trust.issuer_common_names] : try(length(field) > 0, false)
      ])
    ])
    error_message = "the certificate must be bounded by an aws:PrincipalTag/x509… condition"
  }
  validation {
    condition = alltrue([for trust in var.trust : trust.type != "github" || alltrue([for subject in coalesce(trust.subjects, []) : !can(regex("[*?]", subject)) || can(regex("^repo:[^/:*?]+/[^/:*?]+:.", subject))])])
    error_message = join("; ", [
      for trust in var.trust : "a wildcard in 'sub' must stand behind the repository or the namespace, got ${join(", ", [for subject in coalesce(trust.subjects, []) : "'${subject}'" if can(regex("[*?]", subject)) && !can(regex("^repo:[^/:*?]+/[^/:*?]+:.", subject))])}"
      if trust.type == "github"
    ])
  }
}

variable "inline_policies" {
  description = "What the role may do: policies as JSON, by name. They live and die with the role."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for policy in values(var.inline_policies) : can(jsondecode(policy).Statement)])
    error_message = "inline_policies must be policies as JSON, got none in ${join(", ", [for name, policy in var.inline_policies : name if !can(jsondecode(policy).Statement)])}"
  }
  validation {
    condition     = length(join("", values(var.inline_policies))) <= 10240
    error_message = "all inline policies of a role must not exceed 10240 characters together, got ${length(join("", values(var.inline_policies)))}"
  }
}

variable "managed_policy_arns" {
  description = "ARNs of managed policies, by a name that stays when the ARN changes."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.managed_policy_arns) <= 10
    error_message = "a role must not have more than 10 managed policies, got ${length(var.managed_policy_arns)}"
  }
}

variable "exclusive_policies" {
  description = "Whether policies that this module did not give are taken off the role at every apply."
  type        = bool
  default     = false
  nullable    = false
}

variable "max_session_duration" {
  description = "Longest session in seconds."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.max_session_duration >= 3600 && var.max_session_duration <= 43200 && floor(var.max_session_duration) == var.max_session_duration
    error_message = "max_session_duration must be a whole number from 3600 to 43200, got ${var.max_session_duration}"
  }
}

variable "path" {
  description = "Path in the ARN, with a slash at both ends. A change makes a new role."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-~]+/)?$", var.path)) && length(var.path) <= 512
    error_message = "path must begin and end with a slash and have at most 512 characters, got '${var.path}'"
  }
}

variable "permissions_boundary" {
  description = "ARN of a policy that bounds what the role can ever do."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the role, by name."
  type        = map(string)
  default     = {}
  nullable    = false
}
