locals {
  # One criterion stands alone, several stand in `and`; S3 refuses any other form.
  lifecycle_rules = [
    for rule in var.lifecycle_rules : merge(rule, {
      criteria = length(rule.tags) + length([
        for criterion in [rule.prefix, rule.object_size_greater_than, rule.object_size_less_than] : criterion if criterion != null
      ])
      by_tags = length(rule.tags) > 0
      by_size = rule.object_size_greater_than != null || rule.object_size_less_than != null
    })
  ]

  # Uploads that break off outside of the other rules' prefixes would be kept, and paid for, for ever. No sooner than
  # any other rule, as S3 would take the shorter time.
  aborts_everything = anytrue([
    for rule in local.lifecycle_rules : rule.enabled && !rule.by_tags && !rule.by_size && (rule.prefix == null || rule.prefix == "") && rule.abort_incomplete_multipart_upload_in_days != null
  ])
  abort_rule = "abort incomplete multipart uploads"
  abort_in_days = max(7, concat(
    var.retentions[*].abort_incomplete_multipart_upload_in_days,
    [for rule in var.lifecycle_rules : rule.abort_incomplete_multipart_upload_in_days if rule.abort_incomplete_multipart_upload_in_days != null],
  )...)

  # What S3 would refuse at the deployment.
  lifecycle_rule_problems = flatten([
    for rule in local.lifecycle_rules : [
      for problem, found in {
        "must do something" = alltrue([
          for value in [rule.expiration_in_days, rule.expiration_date, rule.noncurrent_expiration_in_days, rule.newer_noncurrent_versions, rule.abort_incomplete_multipart_upload_in_days] : value == null
        ]) && !rule.expired_object_delete_marker && length(rule.transitions) == 0 && length(rule.noncurrent_transitions) == 0
        "expiration_in_days and expiration_date must not be given together"               = rule.expiration_in_days != null && rule.expiration_date != null
        "expired_object_delete_marker must stand in a rule without another expiration"    = rule.expired_object_delete_marker && (rule.expiration_in_days != null || rule.expiration_date != null)
        "expired_object_delete_marker must not be filtered by tags"                       = rule.expired_object_delete_marker && rule.by_tags
        "abort_incomplete_multipart_upload_in_days must not be filtered by tags or sizes" = rule.abort_incomplete_multipart_upload_in_days != null && (rule.by_tags || rule.by_size)
        "newer_noncurrent_versions needs noncurrent_expiration_in_days"                   = rule.newer_noncurrent_versions != null && rule.noncurrent_expiration_in_days == null
        "transitions must be all by days or all by date"                                  = length([for move in rule.transitions : move if move.date != null]) > 0 && length([for move in rule.transitions : move if move.days != null]) > 0
      } : "lifecycle rule '${rule.id}': ${problem}" if found
    ]
  ])
  transition_problems = flatten([
    for rule in local.lifecycle_rules : [
      for move in rule.transitions : concat(
        [for storage_class in [move.storage_class] : "lifecycle rule '${rule.id}': transition to ${storage_class} needs either days or a date" if(move.days == null) == (move.date == null)],
        [for days in [move.days] : "lifecycle rule '${rule.id}': objects must be 30 days old before they move to ${move.storage_class}, got ${days}" if contains(["STANDARD_IA", "ONEZONE_IA"], move.storage_class) && try(days < 30, false)],
        [for days in [move.days] : "lifecycle rule '${rule.id}': transitions must come before the expiration after ${rule.expiration_in_days} days, got ${move.storage_class} after ${days}" if try(days >= rule.expiration_in_days, false)],
      )
    ]
  ])
  # A lock that outlives the expiration keeps what the lifecycle rule is there to remove, and everybody pays for it.
  lock_days = try(coalesce(var.object_lock.retention_in_days), var.object_lock.retention_in_years * 365, null)
  lock_problems = [
    for expiring in concat(
      [for retention in var.retentions : { name = retention.prefix, days = retention.expiration_in_days }],
      [for rule in var.lifecycle_rules : { name = rule.id, days = rule.expiration_in_days } if rule.enabled && rule.expiration_in_days != null],
    ) : "object lock of ${local.lock_days} days must not outlast the expiration of '${expiring.name}', got ${expiring.days} days"
    if try(local.lock_days > expiring.days, false)
  ]
  lifecycle_problems = concat(local.lifecycle_rule_problems, local.transition_problems, local.lock_problems)
}

resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  bucket                                 = aws_s3_bucket.bucket.bucket
  transition_default_minimum_object_size = var.transition_default_minimum_object_size

  # An object that expires turns noncurrent, behind a delete marker.
  dynamic "rule" {
    for_each = var.retentions

    content {
      id     = "expire ${rule.value.prefix}"
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }
      expiration {
        days = rule.value.expiration_in_days
      }
      noncurrent_version_expiration {
        noncurrent_days = rule.value.noncurrent_expiration_in_days
      }
      abort_incomplete_multipart_upload {
        days_after_initiation = rule.value.abort_incomplete_multipart_upload_in_days
      }
    }
  }

  # S3 does not take it in the rule above.
  dynamic "rule" {
    for_each = var.retentions

    content {
      id     = "remove delete markers ${rule.value.prefix}"
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }
      expiration {
        expired_object_delete_marker = true
      }
    }
  }

  dynamic "rule" {
    for_each = local.lifecycle_rules

    content {
      id     = rule.value.id
      status = rule.value.enabled ? "Enabled" : "Disabled"

      filter {
        prefix                   = rule.value.criteria > 1 ? null : rule.value.prefix
        object_size_greater_than = rule.value.criteria > 1 ? null : rule.value.object_size_greater_than
        object_size_less_than    = rule.value.criteria > 1 ? null : rule.value.object_size_less_than

        dynamic "tag" {
          for_each = rule.value.criteria > 1 ? {} : rule.value.tags

          content {
            key   = tag.key
            value = tag.value
          }
        }
        dynamic "and" {
          for_each = rule.value.criteria > 1 ? [rule.value] : []

          content {
            prefix                   = and.value.prefix
            object_size_greater_than = and.value.object_size_greater_than
            object_size_less_than    = and.value.object_size_less_than
            tags                     = and.value.by_tags ? and.value.tags : null
          }
        }
      }
      dynamic "expiration" {
        for_each = rule.value.expiration_in_days != null || rule.value.expiration_date != null || rule.value.expired_object_delete_marker ? [rule.value] : []

        content {
          days                         = expiration.value.expiration_in_days
          date                         = expiration.value.expiration_date
          expired_object_delete_marker = expiration.value.expired_object_delete_marker ? true : null
        }
      }
      dynamic "noncurrent_version_expiration" {
        for_each = rule.value.noncurrent_expiration_in_days == null ? [] : [rule.value]

        content {
          noncurrent_days           = noncurrent_version_expiration.value.noncurrent_expiration_in_days
          newer_noncurrent_versions = noncurrent_version_expiration.value.newer_noncurrent_versions
        }
      }
      dynamic "transition" {
        for_each = rule.value.transitions

        content {
          storage_class = transition.value.storage_class
          days          = transition.value.days
          date          = transition.value.date
        }
      }
      dynamic "noncurrent_version_transition" {
        for_each = rule.value.noncurrent_transitions

        content {
          storage_class             = noncurrent_version_transition.value.storage_class
          noncurrent_days           = noncurrent_version_transition.value.noncurrent_days
          newer_noncurrent_versions = noncurrent_version_transition.value.newer_noncurrent_versions
        }
      }
      dynamic "abort_incomplete_multipart_upload" {
        for_each = rule.value.abort_incomplete_multipart_upload_in_days == null ? [] : [rule.value.abort_incomplete_multipart_upload_in_days]

        content {
          days_after_initiation = abort_incomplete_multipart_upload.value
        }
      }
    }
  }

  dynamic "rule" {
    for_each = local.aborts_everything ? [] : [local.abort_in_days]

    content {
      id     = contains(var.lifecycle_rules[*].id, local.abort_rule) ? "${local.abort_rule} anywhere" : local.abort_rule
      status = "Enabled"

      filter {}
      abort_incomplete_multipart_upload {
        days_after_initiation = rule.value
      }
    }
  }

  depends_on = [
    aws_s3_bucket_object_lock_configuration.bucket,
    aws_s3_bucket_server_side_encryption_configuration.bucket,
  ]

  lifecycle {
    precondition {
      condition     = length(local.lifecycle_problems) == 0
      error_message = join("; ", local.lifecycle_problems)
    }
  }
}
