variable "name" {
  description = "Name of the bucket, unique in the partition. A change makes a new bucket."
  type        = string

  validation {
    condition     = length(var.name) >= 3 && length(var.name) <= 63
    error_message = "bucket name must be 3 to 63 characters long, got ${length(var.name)} in '${var.name}'"
  }
  # Dots are refused although S3 allows them: with them, TLS to the bucket's own host name fails.
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]*[a-z0-9]$", var.name))
    error_message = "bucket name must be lower-case letters, digits and '-', with a letter or digit at both ends, got '${var.name}'"
  }
  validation {
    condition     = !can(regex("^(xn--|sthree-|amzn-s3-demo-)", var.name))
    error_message = "bucket name must not start with '${try(regex("^(?:xn--|sthree-|amzn-s3-demo-)", var.name), "")}', got '${var.name}'"
  }
  validation {
    condition     = !can(regex("(-s3alias|--ol-s3|[.]mrap|--x-s3|--table-s3|-an)$", var.name))
    error_message = "bucket name must not end with '${try(regex("(?:-s3alias|--ol-s3|[.]mrap|--x-s3|--table-s3|-an)$", var.name), "")}', got '${var.name}'"
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts every object that comes without another wish, in the bucket's region; no alias, which would be looked up in the account of whoever uploads. Null for keys that S3 owns: who may read an object may then open it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^/]+$", var.kms_key_arn))
    error_message = "key_arn must be the ARN of a key, such as 'arn:aws:kms:<region>:<account>:key/<id>', got '${coalesce(var.kms_key_arn, "null")}'"
  }
  validation {
    condition     = (var.kms_key_arn == null) != (var.sse_s3_reason == null)
    error_message = var.kms_key_arn == null ? "a bucket needs a key, or a reason in sse_s3_reason why it has none" : "key and sse_s3_reason must not be given together"
  }
}

variable "sse_s3_reason" {
  description = "Why the bucket has no KMS key, for whoever reviews the call. Targets of server access logs take none."
  type        = string
  default     = null

  validation {
    condition     = try(trimspace(var.sse_s3_reason), "none") != ""
    error_message = "sse_s3_reason needs a reason, got an empty one"
  }
}

variable "bucket_key_enabled" {
  description = "Whether S3 derives the keys of objects from one data key a bucket, which spares nearly all KMS requests. It makes the bucket's ARN the encryption context; without it, that is the object's ARN, and CloudTrail shows each use."
  type        = bool
  default     = true
  nullable    = false
}

variable "other_key_arns" {
  description = "ARNs of more keys that uploads may ask for, such as that of a service which brings its own."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.other_key_arns) == 0 || var.kms_key_arn != null
    error_message = "other_key_arns needs a key"
  }
  validation {
    condition = alltrue([for arn in var.other_key_arns : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+", arn))])
    error_message = join("; ", [
      for arn in var.other_key_arns : "other_key_arns must be ARNs of keys, got '${arn}'" if !can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+", arn))
    ])
  }
}

variable "encryption_updater_arns" {
  description = "ARNs of roles and users that may bring objects which are there under one of the bucket's keys, such as after a change of keys. Everybody else is refused, administrators of the account included."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.encryption_updater_arns) == 0 || var.kms_key_arn != null
    error_message = "encryption_updater_arns needs a key"
  }
  validation {
    condition     = alltrue([for arn in var.encryption_updater_arns : can(regex("^arn:[^:]+:iam::[0-9]{12}:(role|user)/.+$", arn))])
    error_message = "encryption_updater_arns must be ARNs of roles and users, got '${join("', '", var.encryption_updater_arns)}'"
  }
}

variable "minimum_tls_version" {
  description = "Oldest version of TLS that clients may speak: 1.2 or 1.3."
  type        = string
  default     = "1.2"
  nullable    = false

  validation {
    condition     = contains(["1.2", "1.3"], var.minimum_tls_version)
    error_message = "minimum_tls_version must be one of 1.2, 1.3, got '${var.minimum_tls_version}'"
  }
}

variable "retentions" {
  description = "How long objects are kept, by prefix (with the slash; '' is every object): days until one expires, which hides it behind a delete marker; days until a noncurrent version is removed for good; and days until the parts of an upload that was never completed are. Prefixes must not overlap."
  type = list(object({
    prefix                                    = string
    expiration_in_days                        = number
    noncurrent_expiration_in_days             = number
    abort_incomplete_multipart_upload_in_days = optional(number, 7)
  }))
  default  = []
  nullable = false

  validation {
    condition = alltrue(flatten([
      for retention in var.retentions : [
        for name, days in retention : try(floor(days) == days && days >= 1 && days <= 2147483647, false) if name != "prefix"
      ]
    ]))
    error_message = join("; ", flatten([
      for retention in var.retentions : [
        for name, days in retention : "${name} of '${retention.prefix}' must be a whole number from 1 to 2147483647, got ${days}"
        if name != "prefix" && !try(floor(days) == days && days >= 1 && days <= 2147483647, false)
      ]
    ]))
  }
  validation {
    condition = alltrue(flatten([
      for index, one in var.retentions : [
        for other in slice(var.retentions, index + 1, length(var.retentions)) : !startswith(one.prefix, other.prefix) && !startswith(other.prefix, one.prefix)
      ]
    ]))
    error_message = join("; ", flatten([
      for index, one in var.retentions : [
        for other in slice(var.retentions, index + 1, length(var.retentions)) : "prefixes must not overlap, got '${one.prefix}' and '${other.prefix}'"
        if startswith(one.prefix, other.prefix) || startswith(other.prefix, one.prefix)
      ]
    ]))
  }
}

variable "lifecycle_rules" {
  description = "Lifecycle rules of any form, beside those of retentions. Unless one of them does it for the whole bucket, a further rule removes the parts of uploads that were not completed within seven days, or as many as the longest of the others says. Dates are days at midnight UTC, such as 2027-01-31T00:00:00Z."
  type = list(object({
    id                                        = string
    enabled                                   = optional(bool, true)
    prefix                                    = optional(string)
    tags                                      = optional(map(string), {})
    object_size_greater_than                  = optional(number)
    object_size_less_than                     = optional(number)
    expiration_in_days                        = optional(number)
    expiration_date                           = optional(string)
    expired_object_delete_marker              = optional(bool, false)
    noncurrent_expiration_in_days             = optional(number)
    newer_noncurrent_versions                 = optional(number)
    abort_incomplete_multipart_upload_in_days = optional(number)
    transitions = optional(list(object({
      storage_class = string
      days          = optional(number)
      date          = optional(string)
    })), [])
    noncurrent_transitions = optional(list(object({
      storage_class             = string
      noncurrent_days           = number
      newer_noncurrent_versions = optional(number)
    })), [])
  }))
  default  = []
  nullable = false

  validation {
    condition     = length(distinct(var.lifecycle_rules[*].id)) == length(var.lifecycle_rules)
    error_message = "lifecycle rules must not share the id '${join("', '", distinct([for index, rule in var.lifecycle_rules : rule.id if index(var.lifecycle_rules[*].id, rule.id) != index]))}'"
  }
  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for days in [rule.expiration_in_days, rule.noncurrent_expiration_in_days, rule.abort_incomplete_multipart_upload_in_days] :
        days == null || try(floor(days) == days && days >= 1 && days <= 2147483647, false)
      ]
    ]))
    error_message = join("; ", flatten([
      for rule in var.lifecycle_rules : [
        for name, days in {
          expiration_in_days                        = rule.expiration_in_days
          noncurrent_expiration_in_days             = rule.noncurrent_expiration_in_days
          abort_incomplete_multipart_upload_in_days = rule.abort_incomplete_multipart_upload_in_days
        } : "lifecycle rule '${rule.id}': ${name} must be a whole number from 1 to 2147483647, got ${days}"
        if days != null && !try(floor(days) == days && days >= 1 && days <= 2147483647, false)
      ]
    ]))
  }
  validation {
    condition = length(setsubtract(
      flatten([for rule in var.lifecycle_rules : concat(rule.transitions[*].storage_class, rule.noncurrent_transitions[*].storage_class)]),
      ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
    )) == 0
    error_message = join("; ", flatten([
      for rule in var.lifecycle_rules : [
        for storage_class in concat(rule.transitions[*].storage_class, rule.noncurrent_transitions[*].storage_class) :
        "lifecycle rule '${rule.id}': storage_class must be one of STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER, DEEP_ARCHIVE, got '${storage_class}'"
        if !contains(["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], storage_class)
      ]
    ]))
  }
}

variable "transition_default_minimum_object_size" {
  description = "Bytes from which on objects move to colder classes: all_storage_classes_128K or varies_by_storage_class. Null for S3's own default, the first."
  type        = string
  default     = null
}

variable "object_lock" {
  description = "Default retention of new objects, in days or years. GOVERNANCE yields to who has s3:BypassGovernanceRetention, COMPLIANCE to nobody, the root user included. {} for no default: each upload says for itself. It can be switched on later, and never off again."
  type = object({
    mode               = optional(string)
    retention_in_days  = optional(number)
    retention_in_years = optional(number)
  })
  default = null

  validation {
    condition     = try(var.object_lock.mode, null) == null || contains(["GOVERNANCE", "COMPLIANCE"], coalesce(try(var.object_lock.mode, null), "GOVERNANCE"))
    error_message = "object_lock.mode must be one of GOVERNANCE, COMPLIANCE, got '${coalesce(try(var.object_lock.mode, null), "null")}'"
  }
  validation {
    condition     = try(var.object_lock.mode, null) == null ? try(coalesce(var.object_lock.retention_in_days, var.object_lock.retention_in_years), null) == null : (var.object_lock.retention_in_days == null) != (var.object_lock.retention_in_years == null)
    error_message = "object_lock needs either retention_in_days or retention_in_years"
  }
  validation {
    condition     = alltrue([for days in [try(var.object_lock.retention_in_days, null)] : days == null || try(floor(days) == days && days >= 1 && days <= 36500, false)])
    error_message = "object_lock.retention_in_days must be a whole number from 1 to 36500, got ${try(coalesce(var.object_lock.retention_in_days), "null")}"
  }
  validation {
    condition     = alltrue([for years in [try(var.object_lock.retention_in_years, null)] : years == null || try(floor(years) == years && years >= 1 && years <= 100, false)])
    error_message = "object_lock.retention_in_years must be a whole number from 1 to 100, got ${try(coalesce(var.object_lock.retention_in_years), "null")}"
  }
}

variable "access_logs" {
  description = "Where S3 writes down each request, within hours: a bucket of the same account and region, encrypted with S3's own keys, whose policy lets logging.s3.amazonaws.com write. Keys start with the prefix, and with a partition (DeliveryTime or EventTime) go by date."
  type = object({
    bucket         = string
    prefix         = string
    partitioned_by = optional(string)
  })
  default = null

  validation {
    condition     = var.access_logs == null || try(endswith(var.access_logs.prefix, "/"), false)
    error_message = "access_logs.prefix must end in a slash, got '${try(var.access_logs.prefix, "")}'"
  }
  validation {
    condition     = var.access_logs == null || try(var.access_logs.bucket != var.name, false)
    error_message = "access_logs.target must be another bucket: logs of logs would never end"
  }
  validation {
    condition     = try(contains(["DeliveryTime", "EventTime"], var.access_logs.partitioned_by), true)
    error_message = "access_logs.partitioned_by must be one of DeliveryTime, EventTime, got '${try(coalesce(var.access_logs.partitioned_by), "null")}'"
  }
}

variable "notifications" {
  description = "Whom S3 tells of events, such as s3:ObjectCreated:*: the account's event bus, queues, topics and functions, each by the start and end of object keys. The module writes the policies of queues and topics, in place of any that they have, unless write_policy is false."
  type = object({
    event_bridge = optional(bool)
    queues = optional(list(object({
      arn          = string
      url          = optional(string)
      events       = list(string)
      prefix       = optional(string)
      suffix       = optional(string)
      write_policy = optional(bool, true)
    })), [])
    topics = optional(list(object({
      arn          = string
      events       = list(string)
      prefix       = optional(string)
      suffix       = optional(string)
      write_policy = optional(bool, true)
    })), [])
    functions = optional(list(object({
      arn    = string
      events = list(string)
      prefix = optional(string)
      suffix = optional(string)
    })), [])
  })
  default = null

  validation {
    condition = alltrue([
      for target in try(concat(var.notifications.queues, var.notifications.topics, var.notifications.functions), []) : length(target.events) > 0
    ])
    error_message = join("; ", [
      for target in try(concat(var.notifications.queues, var.notifications.topics, var.notifications.functions), []) : "notification to '${target.arn}' must name an event" if length(target.events) == 0
    ])
  }
  validation {
    condition = alltrue([
      for target in try(concat(var.notifications.queues, var.notifications.topics, var.notifications.functions), []) : !endswith(target.arn, ".fifo")
    ])
    error_message = join("; ", [
      for target in try(concat(var.notifications.queues, var.notifications.topics, var.notifications.functions), []) : "notification to '${target.arn}': S3 takes no FIFO queues and topics" if endswith(target.arn, ".fifo")
    ])
  }
  validation {
    condition = alltrue(flatten([
      for target in try(concat(var.notifications.queues, var.notifications.topics, var.notifications.functions), []) : [
        for event in target.events : can(regex("^s3:[A-Za-z]+(:[A-Za-z*]+)?$", event))
      ]
    ]))
    error_message = join("; ", flatten([
      for target in try(concat(var.notifications.queues, var.notifications.topics, var.notifications.functions), []) : [
        for event in target.events : "notification to '${target.arn}': events are like s3:ObjectCreated:*, got '${event}'" if !can(regex("^s3:[A-Za-z]+(:[A-Za-z*]+)?$", event))
      ]
    ]))
  }
  validation {
    condition = alltrue([for queue in try(var.notifications.queues, []) : queue.url != null || !queue.write_policy])
    error_message = join("; ", [
      for queue in try(var.notifications.queues, []) : "notification to '${queue.arn}' needs url to write the queue's policy" if queue.url == null && queue.write_policy
    ])
  }
}

variable "cors_rules" {
  description = "What web pages of other origins may ask for. A rule gives no permission: the request itself still has to be allowed."
  type = list(object({
    allowed_origins = list(string)
    allowed_methods = list(string)
    allowed_headers = optional(list(string))
    expose_headers  = optional(list(string))
    max_age_seconds = optional(number)
  }))
  default  = []
  nullable = false

  validation {
    condition = alltrue([for rule in var.cors_rules : length(rule.allowed_origins) > 0])
    error_message = join("; ", [
      for index, rule in var.cors_rules : "cors rule ${index + 1}: allowed_origins must name an origin" if length(rule.allowed_origins) == 0
    ])
  }
  validation {
    condition = alltrue([for rule in var.cors_rules : length(rule.allowed_methods) > 0])
    error_message = join("; ", [
      for index, rule in var.cors_rules : "cors rule ${index + 1}: allowed_methods must name a method" if length(rule.allowed_methods) == 0
    ])
  }
  # Whoever wants that writes down the origins.
  validation {
    condition = alltrue([
      for rule in var.cors_rules : !contains(rule.allowed_origins, "*") || length(setintersection(rule.allowed_methods, ["PUT", "POST", "DELETE"])) == 0
    ])
    error_message = join("; ", [
      for index, rule in var.cors_rules : "cors rule ${index + 1}: ${join(", ", [for method in rule.allowed_methods : method if contains(["PUT", "POST", "DELETE"], method)])} from every origin needs a reason"
      if contains(rule.allowed_origins, "*")
    ])
  }
}

variable "extra_policy" {
  description = "A policy as JSON whose statements are added to the bucket policy, such as data.aws_iam_policy_document.this.json. TLS and the key are seen to."
  type        = string
  default     = null

  validation {
    condition     = var.extra_policy == null || can(jsondecode(var.extra_policy).Statement)
    error_message = "extra_policy must be a policy as JSON, with a Statement"
  }
}

# Terraform reads it nowhere but here; the files for OpenTofu do.
# tflint-ignore: terraform_unused_declarations
variable "prevent_destroy" {
  description = "Whether a plan that would delete the bucket is refused. Terraform takes no variable for it: there it is always true."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.prevent_destroy
    error_message = "prevent_destroy must be true, got false: Terraform takes no variable for it, OpenTofu 1.12 does"
  }
}

variable "tags" {
  description = "Tags of the bucket, by name."
  type        = map(string)
  default     = {}
  nullable    = false
}
