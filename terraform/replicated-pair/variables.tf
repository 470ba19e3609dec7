variable "bucket" {
  description = <<-EOT
    The bucket: its name, unique in the partition; ARN of the key that encrypts every object, in this region;
    how long objects are kept, by prefix (days until one expires behind a delete marker, until a noncurrent version is removed, and until the parts of an unfinished upload are);
    and the default retention of new objects in both buckets: GOVERNANCE yields to who has s3:BypassGovernanceRetention, COMPLIANCE to nobody.
    The policies of the keys must let the role use them, or leave it to policies of the account.
  EOT
  type = object({
    name        = string
    kms_key_arn = string
    retentions = optional(list(object({
      prefix                                    = string
      expiration_in_days                        = number
      noncurrent_expiration_in_days             = number
      abort_incomplete_multipart_upload_in_days = optional(number, 7)
    })), [])
    object_lock = optional(object({
      mode              = string
      retention_in_days = number
    }))
    prevent_destroy = optional(bool, true)
  })
  nullable = false

  validation {
    condition     = length(var.bucket.name) >= 3 && length(var.bucket.name) <= 63
    error_message = "bucket name must be 3 to 63 characters long, got ${length(var.bucket.name)} in '${var.bucket.name}'"
  }
  # Dots are refused although S3 allows them: with them, TLS to the bucket's own host name fails.
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]*[a-z0-9]$", var.bucket.name))
    error_message = "bucket name must be lower-case letters, digits and '-', with a letter or digit at both ends, got '${var.bucket.name}'"
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^/]+$", var.bucket.kms_key_arn))
    error_message = "key_arn must be the ARN of a key, such as 'arn:aws:kms:<region>:<account>:key/<id>', got '${var.bucket.kms_key_arn}'"
  }
  validation {
    condition = alltrue(flatten([
      for retention in coalesce(var.bucket.retentions, []) : [
        for name, days in retention : try(floor(days) == days && days >= 1 && days <= 2147483647, false) if name != "prefix"
      ]
    ]))
    error_message = join("; ", flatten([
      for retention in coalesce(var.bucket.retentions, []) : [
        for name, days in retention : "${name} of '${retention.prefix}' must be a whole number from 1 to 2147483647, got ${days}"
        if name != "prefix" && !try(floor(days) == days && days >= 1 && days <= 2147483647, false)
      ]
    ]))
  }
  validation {
    condition = alltrue(flatten([
      for index, one in coalesce(var.bucket.retentions, []) : [
        for other in slice(var.bucket.retentions, index + 1, length(var.bucket.retentions)) : !startswith(one.prefix, other.prefix) && !startswith(other.prefix, one.prefix)
      ]
    ]))
    error_message = join("; ", flatten([
      for index, one in coalesce(var.bucket.retentions, []) : [
        for other in slice(var.bucket.retentions, index + 1, length(var.bucket.retentions)) : "prefixes must not overlap, got '${one.prefix}' and '${other.prefix}'"
        if startswith(one.prefix, other.prefix) || startswith(other.prefix, one.prefix)
      ]
    ]))
  }
  validation {
    condition     = try(contains(["GOVERNANCE", "COMPLIANCE"], var.bucket.object_lock.mode), true)
    error_message = "object_lock.mode must be one of GOVERNANCE, COMPLIANCE, got '${try(var.bucket.object_lock.mode, "")}'"
  }
  validation {
    condition     = try(var.bucket.object_lock.retention_in_days >= 1 && var.bucket.object_lock.retention_in_days <= 36500 && floor(var.bucket.object_lock.retention_in_days) == var.bucket.object_lock.retention_in_days, true)
    error_message = "object_lock.retention_in_days must be a whole number from 1 to 36500, got ${try(var.bucket.object_lock.retention_in_days, 0)}"
  }
  # A lock that outlives the expiration keeps what the lifecycle rule is there to remove, and everybody pays for it.
  validation {
    condition = alltrue([for retention in coalesce(var.bucket.retentions, []) : try(var.bucket.object_lock.retention_in_days <= retention.expiration_in_days, true)])
    error_message = join("; ", [
      for retention in coalesce(var.bucket.retentions, []) : "object lock of ${var.bucket.object_lock.retention_in_days} days must not outlast the expiration of '${retention.prefix}', got ${retention.expiration_in_days} days"
      if !try(var.bucket.object_lock.retention_in_days <= retention.expiration_in_days, true)
    ])
  }
  validation {
    condition     = var.bucket.prevent_destroy
    error_message = "prevent_destroy must be true, got false: Terraform takes no variable for it, OpenTofu 1.12 does"
  }
}

variable "replica" {
  description = "The bucket with the copies: its name; region, or null for the same; ARN of a key there; how long copies are kept (as in the bucket, unless said); and ARNs of roles and users who may write there beside the replication."
  type = object({
    name        = string
    region      = optional(string)
    kms_key_arn = string
    retentions = optional(list(object({
      prefix                                    = string
      expiration_in_days                        = number
      noncurrent_expiration_in_days             = number
      abort_incomplete_multipart_upload_in_days = optional(number, 7)
    })))
    other_writer_arns = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = length(var.replica.name) >= 3 && length(var.replica.name) <= 63
    error_message = "bucket name must be 3 to 63 characters long, got ${length(var.replica.name)} in '${var.replica.name}'"
  }
  # Dots are refused although S3 allows them: with them, TLS to the bucket's own host name fails.
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]*[a-z0-9]$", var.replica.name))
    error_message = "bucket name must be lower-case letters, digits and '-', with a letter or digit at both ends, got '${var.replica.name}'"
  }
  validation {
    condition     = can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^/]+$", var.replica.kms_key_arn))
    error_message = "key_arn must be the ARN of a key, such as 'arn:aws:kms:<region>:<account>:key/<id>', got '${var.replica.kms_key_arn}'"
  }
  validation {
    condition     = var.replica.name != var.bucket.name
    error_message = "a bucket must not be its own destination"
  }
  validation {
    condition     = try(can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$", coalesce(var.replica.region))), true) || var.replica.region == null
    error_message = "region must be a region such as 'eu-central-1', got '${coalesce(var.replica.region, "null")}'"
  }
  validation {
    condition = alltrue(flatten([
      for retention in coalesce(var.replica.retentions, []) : [
        for name, days in retention : try(floor(days) == days && days >= 1 && days <= 2147483647, false) if name != "prefix"
      ]
    ]))
    error_message = join("; ", flatten([
      for retention in coalesce(var.replica.retentions, []) : [
        for name, days in retention : "${name} of '${retention.prefix}' must be a whole number from 1 to 2147483647, got ${days}"
        if name != "prefix" && !try(floor(days) == days && days >= 1 && days <= 2147483647, false)
      ]
    ]))
  }
  validation {
    condition = alltrue(flatten([
      for index, one in coalesce(var.replica.retentions, []) : [
        for other in slice(var.replica.retentions, index + 1, length(var.replica.retentions)) : !startswith(one.prefix, other.prefix) && !startswith(other.prefix, one.prefix)
      ]
    ]))
    error_message = join("; ", flatten([
      for index, one in coalesce(var.replica.retentions, []) : [
        for other in slice(var.replica.retentions, index + 1, length(var.replica.retentions)) : "prefixes must not overlap, got '${one.prefix}' and '${other.prefix}'"
        if startswith(one.prefix, other.prefix) || startswith(other.prefix, one.prefix)
      ]
    ]))
  }
  # A lock that outlives the expiration keeps what the lifecycle rule is there to remove, and everybody pays for it.
  validation {
    condition = alltrue([for retention in coalesce(var.replica.retentions, []) : try(var.bucket.object_lock.retention_in_days <= retention.expiration_in_days, true)])
    error_message = join("; ", [
      for retention in coalesce(var.replica.retentions, []) : "object lock of ${var.bucket.object_lock.retention_in_days} days must not outlast the expiration of '${retention.prefix}', got ${retention.expiration_in_days} days"
      if !try(var.bucket.object_lock.retention_in_days <= retention.expiration_in_days, true)
    ])
  }
}

variable "rules" {
  description = "Which new objects are copied, and how; of overlapping rules the later wins. Objects by prefix and tags; the storage class of copies; whether a deletion hides the copy, too (delete_markers), and changed metadata of a copy goes back (replica_modifications); whether S3 promises a copy within 15 minutes (replication_time), and CloudWatch shows what is pending (metrics)."
  type = list(object({
    prefix                = optional(string)
    tags                  = optional(map(string), {})
    storage_class         = optional(string)
    delete_markers        = optional(bool, false)
    replica_modifications = optional(bool, false)
    replication_time      = optional(bool, false)
    metrics               = optional(bool)
    enabled               = optional(bool, true)
  }))
  default  = [{}]
  nullable = false

  validation {
    condition     = length(var.rules) >= 1 && length(var.rules) <= 1000
    error_message = "replication rules must be 1 to 1000 in number, got ${length(var.rules)}"
  }
  validation {
    condition = !anytrue([for rule in var.rules : can(regex("[*?]", rule.prefix))])
    error_message = join("; ", [
      for index, rule in var.rules : "replication rule ${index + 1}: prefix must hold no wildcard: S3 has none there, got '${rule.prefix}'" if can(regex("[*?]", rule.prefix))
    ])
  }
  validation {
    condition = !anytrue([for rule in var.rules : rule.delete_markers && length(rule.tags) > 0])
    error_message = join("; ", [
      for index, rule in var.rules : "replication rule ${index + 1}: delete_markers must not be filtered by tags: delete markers have none" if rule.delete_markers && length(rule.tags) > 0
    ])
  }
  validation {
    condition = !anytrue([for rule in var.rules : rule.replication_time && !coalesce(rule.metrics, true)])
    error_message = join("; ", [
      for index, rule in var.rules : "replication rule ${index + 1}: replication_time is measured: metrics cannot be off" if rule.replication_time && !coalesce(rule.metrics, true)
    ])
  }
  validation {
    condition = alltrue([
      for rule in var.rules : rule.storage_class == null || contains(["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], coalesce(rule.storage_class, "GLACIER"))
    ])
    error_message = join("; ", [
      for index, rule in var.rules : "replication rule ${index + 1}: storage_class must be one of STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER, DEEP_ARCHIVE, got '${rule.storage_class}'"
      if !contains(["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], coalesce(rule.storage_class, "GLACIER"))
    ])
  }
}

variable "role_name" {
  description = "Name of the role with which S3 copies, unique in the account. Null for 'replicate-' and the name of the bucket."
  type        = string
  default     = null

  validation {
    condition     = var.role_name == null || try(length(var.role_name) >= 1 && length(var.role_name) <= 64, false)
    error_message = "name must be 1 to 64 characters long, got ${try(length(var.role_name), 0)} in '${coalesce(var.role_name, "null") == "null" ? "" : var.role_name}'"
  }
}

variable "tags" {
  description = "Tags of the buckets, by name."
  type        = map(string)
  default     = {}
  nullable    = false
}
