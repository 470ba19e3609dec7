variable "replicas" {
  description = "Replicas by region. What is left out is as in the primary, which is in the provider's region. Their policies are made from the same audiences."
  type = map(object({
    description = optional(string)
    enabled     = optional(bool)
    tags        = optional(map(string))
  }))
  nullable = false

  validation {
    condition     = length(var.replicas) > 0
    error_message = "replicas must name a region"
  }
  validation {
    condition = alltrue([for region in keys(var.replicas) : can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$", region))])
    error_message = join("; ", [
      for region in keys(var.replicas) : "a key of replicas must be a region such as 'eu-central-1', got '${region}'"
      if !can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$", region))
    ])
  }
  validation {
    condition     = !contains(keys(var.replicas), local.region)
    error_message = "replicas must not name the primary's region ${local.region}"
  }
  validation {
    condition = alltrue([
      for replica in values(var.replicas) : try(length(replica.description) >= 1 && length(replica.description) <= 8192, true)
    ])
    error_message = "description must be 1 to 8192 characters long, got ${join(", ", [for replica in values(var.replicas) : length(replica.description) if replica.description != null])}"
  }
}

