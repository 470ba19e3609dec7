variable "description" {
  description = "What the key protects."
  type        = string

  validation {
    condition     = length(var.description) >= 1 && length(var.description) <= 8192
    error_message = "description must be 1 to 8192 characters long, got ${length(var.description)}"
  }
}

variable "aliases" {
  description = "Names of the key, each with 'alias/'. Unique in account and region."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.aliases : startswith(name, "alias/")])
    error_message = "alias must start with 'alias/', got '${join("', '", [for name in var.aliases : name if !startswith(name, "alias/")])}'"
  }
  validation {
    condition     = !anytrue([for name in var.aliases : startswith(name, "alias/aws/")])
    error_message = "alias must not start with 'alias/aws/', which AWS keeps, got '${join("', '", [for name in var.aliases : name if startswith(name, "alias/aws/")])}'"
  }
  validation {
    condition     = !anytrue([for name in var.aliases : startswith(name, "alias/alias/")])
    error_message = "alias must start with 'alias/' once, got '${join("', '", [for name in var.aliases : name if startswith(name, "alias/alias/")])}'"
  }
  validation {
    condition     = alltrue([for name in var.aliases : length(name) >= 7 && length(name) <= 256])
    error_message = "alias must be 7 to 256 characters long, got ${join(", ", [for name in var.aliases : length(name) if length(name) < 7 || length(name) > 256])}"
  }
  validation {
    condition     = alltrue([for name in var.aliases : can(regex("^[A-Za-z0-9/_-]+$", name))])
    error_message = "alias must be letters, digits, '/', '_' and '-', got '${join("', '", [for name in var.aliases : name if !can(regex("^[A-Za-z0-9/_-]+$", name))])}'"
  }
  validation {
    condition     = length(distinct(var.aliases)) == length(var.aliases)
    error_message = "aliases must not repeat '${join("', '", distinct([for index, name in var.aliases : name if index(var.aliases, name) != index]))}'"
  }
}

variable "key_spec" {
  description = "What kind of key. A change makes a new key."
  type        = string
  default     = "SYMMETRIC_DEFAULT"
  nullable    = false

  validation {
    condition = contains([
      "SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521",
      "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "SM2", "ML_DSA_44",
      "ML_DSA_65", "ML_DSA_87",
    ], var.key_spec)
    error_message = "key_spec must be one of SYMMETRIC_DEFAULT, RSA_2048, RSA_3072, RSA_4096, ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, ECC_SECG_P256K1, ECC_NIST_EDWARDS25519, HMAC_224, HMAC_256, HMAC_384, HMAC_512, SM2, ML_DSA_44, ML_DSA_65, ML_DSA_87, got '${var.key_spec}'"
  }
}

variable "key_usage" {
  description = "What the key is made for: ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC or KEY_AGREEMENT. Null for the only usage that the spec has. A change makes a new key."
  type        = string
  default     = null

  validation {
    condition     = var.key_usage != null || !can(regex("^(RSA|ECC_NIST_P|SM2)", var.key_spec))
    error_message = "key_usage must be given for ${var.key_spec}: ${join(" or ", compact([startswith(var.key_spec, "ECC") ? "" : "ENCRYPT_DECRYPT", "SIGN_VERIFY", startswith(var.key_spec, "RSA") ? "" : "KEY_AGREEMENT"]))}"
  }
  validation {
    condition = var.key_usage == null || (
      startswith(var.key_spec, "HMAC_") ? var.key_usage == "GENERATE_VERIFY_MAC" :
      startswith(var.key_spec, "RSA_") ? contains(["ENCRYPT_DECRYPT", "SIGN_VERIFY"], var.key_usage) :
      startswith(var.key_spec, "ECC_NIST_P") ? contains(["SIGN_VERIFY", "KEY_AGREEMENT"], var.key_usage) :
      var.key_spec == "SM2" ? contains(["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"], var.key_usage) :
      var.key_spec == "SYMMETRIC_DEFAULT" ? var.key_usage == "ENCRYPT_DECRYPT" : var.key_usage == "SIGN_VERIFY"
    )
    error_message = "key_usage of ${var.key_spec} must be ${
      startswith(var.key_spec, "HMAC_") ? "GENERATE_VERIFY_MAC" :
      startswith(var.key_spec, "RSA_") ? "ENCRYPT_DECRYPT or SIGN_VERIFY" :
      startswith(var.key_spec, "ECC_NIST_P") ? "SIGN_VERIFY or KEY_AGREEMENT" :
      var.key_spec == "SM2" ? "ENCRYPT_DECRYPT or SIGN_VERIFY or KEY_AGREEMENT" :
      var.key_spec == "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY"
    }, got ${coalesce(var.key_usage, "null")}"
  }
}

variable "enabled" {
  description = "Whether the key can be used."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_key_rotation" {
  description = "Whether KMS replaces the material by itself. Null for yes where KMS can, which is with SYMMETRIC_DEFAULT."
  type        = bool
  default     = null

  validation {
    condition     = var.enable_key_rotation == null || var.key_spec == "SYMMETRIC_DEFAULT"
    error_message = "enable_key_rotation must not be given: KMS does not rotate keys of spec ${var.key_spec}"
  }
}

variable "rotation_period_in_days" {
  description = "Days between automatic rotations, 365 by default. What was encrypted before still decrypts."
  type        = number
  default     = null

  validation {
    condition     = var.rotation_period_in_days == null || try(var.rotation_period_in_days >= 90 && var.rotation_period_in_days <= 2560 && floor(var.rotation_period_in_days) == var.rotation_period_in_days, false)
    error_message = "rotation_period_in_days must be a whole number from 90 to 2560, got ${coalesce(var.rotation_period_in_days, "null")}"
  }
  validation {
    condition     = var.rotation_period_in_days == null || var.key_spec == "SYMMETRIC_DEFAULT"
    error_message = "rotation_period_in_days must not be given: KMS does not rotate keys of spec ${var.key_spec}"
  }
  validation {
    condition     = var.rotation_period_in_days == null || coalesce(var.enable_key_rotation, true)
    error_message = "rotation_period_in_days must not be given where rotation is off"
  }
}

variable "deletion_window_in_days" {
  description = "Days in which the deletion of the key can be cancelled. The key policy refuses a shorter time to everybody."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.deletion_window_in_days >= 7 && var.deletion_window_in_days <= 30 && floor(var.deletion_window_in_days) == var.deletion_window_in_days
    error_message = "deletion_window_in_days must be a whole number from 7 to 30, got ${var.deletion_window_in_days}"
  }
}


variable "root_statement" {
  description = "What IAM policies of the account can allow on the key: 'manage' it, 'full', which includes every use, or 'off', nothing: then only the audiences below can."
  type        = string
  default     = "manage"
  nullable    = false

  validation {
    condition     = contains(["manage", "full", "off"], var.root_statement)
    error_message = "root_statement must be one of manage, full, off, got ${var.root_statement}"
  }
}

# For whoever reads the call: the policy is the same with any reason.
# tflint-ignore: terraform_unused_declarations
variable "root_statement_reason" {
  description = "Why root_statement is not 'manage'. Needed then, for whoever reviews the call."
  type        = string
  default     = null

  validation {
    condition     = var.root_statement == "manage" || try(trimspace(var.root_statement_reason), "") != ""
    error_message = "'${var.root_statement}' needs a root_statement_reason beside it, got none"
  }
}

variable "audiences" {
  description = <<-EOT
    Who may do what with the key, by audience:
    owners (everything), administrators (everything but uses and grants), users (every use that the kind of key has),
    encrypt_only, decrypt_only, signers, verifiers, mac_users, mac_generators, mac_verifiers, key_agreement,
    auditors (see everything about the key), describers (see what the key is, and its public half),
    grant_users (let services attach persistent resources, such as volumes of EBS).
    Principals are ARNs of accounts, roles, users or sessions; a last '*' stands for any suffix, as of roles of IAM Identity Center.
    A use can be bound to services that ask on behalf of the principal (via_services, such as "s3"), and to an encryption context, of which each pair must match one of its values; '*' and '?' are wildcards.
  EOT
  type = map(object({
    principals         = list(string)
    via_services       = optional(list(string))
    encryption_context = optional(map(list(string)))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.audiences), keys(local.key_audiences))) == 0
    error_message = "a key policy has no '${join("', '", setsubtract(keys(var.audiences), keys(local.key_audiences)))}', only ${join(", ", keys(local.key_audiences))}"
  }
  validation {
    condition = alltrue([for name in keys(var.audiences) : can(local.key_audiences[name].actions[local.key_kind]) if contains(keys(local.key_audiences), name)])
    error_message = join("; ", [
      for name in keys(var.audiences) : "${name} make no sense on a key for ${local.key_kinds[local.key_kind]}: only on one for ${join(" or ", [for kind in keys(local.key_audiences[name].actions) : local.key_kinds[kind]])}"
      if can(local.key_audiences[name].sid) && !can(local.key_audiences[name].actions[local.key_kind])
    ])
  }
  validation {
    condition     = alltrue([for audience in values(var.audiences) : length(audience.principals) > 0])
    error_message = "${join(", ", [for name, audience in var.audiences : name if length(audience.principals) == 0])} must name a principal"
  }
  validation {
    condition     = !contains(flatten(values(var.audiences)[*].principals), "*")
    error_message = "${join(", ", [for name, audience in var.audiences : name if contains(audience.principals, "*")])} must not be everybody; got '*'"
  }
  validation {
    condition = alltrue([
      for arn in flatten(values(var.audiences)[*].principals) : arn == "*" || can(regex(local.key_principal, arn))
    ])
    error_message = join("; ", flatten([
      for name, audience in var.audiences : [
        for arn in audience.principals : "${name} must be ARNs of accounts, roles, users or sessions, got '${arn}'"
        if !can(regex(local.key_principal, arn))
      ]
    ]))
  }
  validation {
    condition     = alltrue([for audience in values(var.audiences) : try(length(audience.via_services), 1) > 0])
    error_message = "via_services of ${join(", ", [for name, audience in var.audiences : name if try(length(audience.via_services), 1) == 0])} must name a service"
  }
  validation {
    condition = alltrue(flatten([
      for audience in values(var.audiences) : [for service in coalesce(audience.via_services, []) : can(regex("^[a-z0-9-]+$", service))]
    ]))
    error_message = join("; ", flatten([
      for name, audience in var.audiences : [
        for service in coalesce(audience.via_services, []) : "via_services of ${name} must be names such as s3, got '${service}'"
        if !can(regex("^[a-z0-9-]+$", service))
      ]
    ]))
  }
  validation {
    condition     = alltrue([for audience in values(var.audiences) : try(length(audience.encryption_context), 1) > 0])
    error_message = "encryption_context of ${join(", ", [for name, audience in var.audiences : name if try(length(audience.encryption_context), 1) == 0])} must name a pair"
  }
  validation {
    condition = alltrue([
      for name, audience in var.audiences : audience.encryption_context == null || (local.key_kind == "symmetric_encryption" && contains(["users", "encrypt_only", "decrypt_only", "describers"], name))
    ])
    error_message = "encryption_context of ${join(", ", [for name, audience in var.audiences : name if audience.encryption_context != null])} makes no sense: its requests carry none"
  }
}

variable "accounts" {
  description = "Other accounts, whose administrators decide who in it may use the key. The audience is one of those that use a key. Their half, in policies of their identities, is theirs to write."
  type = list(object({
    account_id         = string
    audience           = string
    via_services       = optional(list(string))
    encryption_context = optional(map(list(string)))
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for account in var.accounts : can(regex("^[0-9]{12}$", account.account_id))])
    error_message = "account_id must be twelve digits, got '${join("', '", [for account in var.accounts : account.account_id if !can(regex("^[0-9]{12}$", account.account_id))])}'"
  }
  validation {
    condition     = alltrue([for account in var.accounts : account.account_id != local.account_id])
    error_message = "account ${local.account_id} is the key's own: name its principals in audiences"
  }
  validation {
    condition = length(setsubtract(var.accounts[*].audience, keys(local.key_audiences))) == 0
    error_message = join("; ", [
      for account in var.accounts : "audience of account ${account.account_id} must be one of ${join(", ", keys(local.key_audiences))}, got ${account.audience}"
      if !contains(keys(local.key_audiences), account.audience)
    ])
  }
  validation {
    condition = length(setintersection(var.accounts[*].audience, ["owners", "administrators", "auditors"])) == 0
    error_message = join("; ", [
      for account in var.accounts : "account ${account.account_id} cannot be ${account.audience}: another account can only use a key"
      if contains(["owners", "administrators", "auditors"], account.audience)
    ])
  }
  validation {
    condition = alltrue([
      for account in var.accounts : can(local.key_audiences[account.audience].actions[local.key_kind])
      if contains(keys(local.key_audiences), account.audience)
    ])
    error_message = join("; ", [
      for account in var.accounts : "${account.audience} of account ${account.account_id} make no sense on a key for ${local.key_kinds[local.key_kind]}: only on one for ${join(" or ", [for kind in keys(local.key_audiences[account.audience].actions) : local.key_kinds[kind]])}"
      if can(local.key_audiences[account.audience].sid) && !can(local.key_audiences[account.audience].actions[local.key_kind])
    ])
  }
  # The statements' names are made of both.
  validation {
    condition = length(distinct([for account in var.accounts : "${account.account_id} ${account.audience}"])) == length(var.accounts)
    error_message = join("; ", distinct([
      for account in var.accounts : "sid must be unique in a policy, got 'Account${account.account_id}${local.key_audiences[account.audience].sid}' more than once"
      if can(local.key_audiences[account.audience].sid) && length([for other in var.accounts : other if other.account_id == account.account_id && other.audience == account.audience]) > 1
    ]))
  }
}

variable "services" {
  description = <<-EOT
    Services that use the key in their own name, each bound to resources of one account as its documentation says:
    cloudwatch_logs, cloudtrail, config, s3_notifications, s3_inventory, cloudwatch_alarms, event_bridge_to_topics, log_delivery.
    source_arns are ARNs of log groups, trails, buckets, alarms or topics; without, all of account and region; cloudtrail and s3_inventory need them.
  EOT
  type = list(object({
    service     = string
    source_arns = optional(list(string))
    account_id  = optional(string)
  }))
  default  = []
  nullable = false

  validation {
    condition = alltrue([
      for use in var.services : contains(split(" ", "cloudwatch_logs cloudtrail config s3_notifications s3_inventory cloudwatch_alarms event_bridge_to_topics log_delivery"), use.service)
    ])
    error_message = "service must be one of cloudwatch_logs, cloudtrail, config, s3_notifications, s3_inventory, cloudwatch_alarms, event_bridge_to_topics, log_delivery, got ${join(", ", var.services[*].service)}"
  }
  validation {
    condition = alltrue([for use in var.services : try(length(use.source_arns), contains(["cloudtrail", "s3_inventory"], use.service) ? 0 : 1) > 0])
    error_message = join("; ", [
      for use in var.services : "source_arns of service ${use.service} must name a resource"
      if try(length(use.source_arns), contains(["cloudtrail", "s3_inventory"], use.service) ? 0 : 1) == 0
    ])
  }
  validation {
    condition     = alltrue([for use in var.services : use.account_id == null || can(regex("^[0-9]{12}$", use.account_id))])
    error_message = "account_id of a service must be twelve digits, got '${join("', '", compact(var.services[*].account_id))}'"
  }
  validation {
    condition = length(var.services) == 0 || var.key_spec == "SYMMETRIC_DEFAULT"
    error_message = join("; ", [
      for use in var.services : "service ${use.service} takes a key for symmetric encryption, not for ${local.key_kinds[local.key_kind]}"
    ])
  }
}

variable "extra_policy" {
  description = "A policy as JSON whose statements are added at the end, such as data.aws_iam_policy_document.this.json."
  type        = string
  default     = null

  validation {
    condition     = var.extra_policy == null || can(jsondecode(var.extra_policy).Statement)
    error_message = "extra_policy must be a policy as JSON, with a Statement"
  }
}

variable "acknowledge_lockout_risk" {
  description = "Why the key policy may leave nobody who can change it, for whoever reviews the call. Without it that is refused."
  type        = string
  default     = null

  validation {
    condition     = try(trimspace(var.acknowledge_lockout_risk), "none") != ""
    error_message = "acknowledge_lockout_risk needs a reason, got an empty one"
  }
}

# Terraform reads it nowhere but here; the files for OpenTofu do.
# tflint-ignore: terraform_unused_declarations
variable "prevent_destroy" {
  description = "Whether a plan that would delete the key is refused. Terraform takes no variable for it: there it is always true."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.prevent_destroy
    error_message = "prevent_destroy must be true, got false: Terraform takes no variable for it, OpenTofu 1.12 does"
  }
}

variable "tags" {
  description = "Tags of the key, by name."
  type        = map(string)
  default     = {}
  nullable    = false
}
