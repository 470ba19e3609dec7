variable "name" {
  description = "Start of the names of trail, topic, roles, rules, filters and alarms, unique in account and region."
  type        = string

  validation {
    condition     = length(var.name) >= 1 && length(var.name) <= 40
    error_message = "the length of name must be a whole number from 1 to 40, got ${length(var.name)}"
  }
  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$", var.name)) && !can(regex("--", var.name))
    error_message = "name must be letters, digits and single '-' between them, got '${var.name}'"
  }
}

variable "keys" {
  description = "ARNs of the keys that are watched, in this region; about five fit with an alias each, as patterns of events are bounded."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.keys) > 0
    error_message = "keys must name a key, got none"
  }
  validation {
    condition     = alltrue([for arn in var.keys : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^/]+$", arn))])
    error_message = "key_arn must be the ARN of a key, such as 'arn:aws:kms:<region>:<account>:key/<id>', got '${join("', '", [for arn in var.keys : arn if !can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^/]+$", arn))])}'"
  }
}

variable "aliases" {
  description = "Aliases of the keys, each with 'alias/'. An event tells where an alias goes, and not where it comes from: who takes it off a key is seen by its name only."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.aliases : startswith(name, "alias/")])
    error_message = "alias must start with 'alias/', got '${join("', '", [for name in var.aliases : name if !startswith(name, "alias/")])}'"
  }
}

variable "buckets" {
  description = "Names of buckets that are watched for changes of who reaches them and of what keeps their objects. Calls on their objects are recorded."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "roles" {
  description = "Names of roles that are watched for changes of trust, permissions and boundary."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "users" {
  description = "Names of users that are watched in the same way, for new access keys, too."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "audit" {
  description = <<-EOT
    emails: who is told of alerts; each has to follow a link that SNS sends.
    trail: name of the bucket for log files ('<name>-ct-<account id>-<region>'); days until a log file expires, and until a record is removed from CloudWatch Logs;
    whether calls on objects of the buckets are recorded, which AWS bills by number; decrypts that fail within five minutes until the alarm is raised;
    readers: ARNs of roles and users that may open the log files; nobody else can.
    prevent_destroy: Terraform takes no variable for it: there it is always true.
  EOT
  type = object({
    emails = optional(list(string), [])
    trail = optional(object({
      bucket                   = optional(string)
      expiration_in_days       = optional(number, 2557)
      log_retention_in_days    = optional(number, 365)
      data_events              = optional(bool, true)
      failed_decrypt_threshold = optional(number, 5)
      readers                  = optional(list(string), [])
      prevent_destroy          = optional(bool, true)
    }), {})
    prevent_destroy = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for email in var.audit.emails : can(regex("^[^@[:space:]]+@[^@[:space:]]+$", email))])
    error_message = "emails must be an email address, got '${join("', '", [for email in var.audit.emails : email if !can(regex("^[^@[:space:]]+@[^@[:space:]]+$", email))])}'"
  }
  validation {
    condition     = floor(var.audit.trail.expiration_in_days) == var.audit.trail.expiration_in_days && var.audit.trail.expiration_in_days >= 1 && var.audit.trail.expiration_in_days <= 2147483647
    error_message = "expiration_in_days must be a whole number from 1 to 2147483647, got ${var.audit.trail.expiration_in_days}"
  }
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.audit.trail.log_retention_in_days)
    error_message = "log_retention_in_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got ${var.audit.trail.log_retention_in_days}"
  }
  validation {
    condition     = floor(var.audit.trail.failed_decrypt_threshold) == var.audit.trail.failed_decrypt_threshold && var.audit.trail.failed_decrypt_threshold >= 1 && var.audit.trail.failed_decrypt_threshold <= 1000000
    error_message = "failed_decrypt_threshold must be a whole number from 1 to 1000000, got ${var.audit.trail.failed_decrypt_threshold}"
  }
  validation {
    condition     = var.audit.prevent_destroy && var.audit.trail.prevent_destroy
    error_message = "prevent_destroy must be true, got false: Terraform takes no variable for it, OpenTofu 1.12 does"
  }
}

variable "tags" {
  description = "Tags by name."
  type        = map(string)
  default     = {}
  nullable    = false
}
