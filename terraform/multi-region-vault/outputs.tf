locals {
  # What is in each region.
  places = {
    for place, key in local.keys : place => {
      key_arn         = key.arn
      key_id          = key.key_id
      key_alias       = var.key.alias
      table           = local.table_name
      bucket          = aws_s3_bucket.bucket[place].bucket
      writer_role_arn = local.writer_arns[place]
      reader_role_arn = local.reader_arns[place]
    }
  }
}

output "region" {
  description = "The first region."
  value       = local.region
}

output "key_arn" {
  description = "ARN of the key of the first region."
  value       = local.places.first.key_arn
}

output "key_id" {
  description = "Id of the key of the first region."
  value       = local.places.first.key_id
}

output "key_alias" {
  description = "Alias of the key of the first region."
  value       = local.places.first.key_alias
}

output "table" {
  description = "Name of the table of the first region."
  value       = local.places.first.table
}

output "bucket" {
  description = "Name of the bucket of the first region."
  value       = local.places.first.bucket
}

output "writer_role_arn" {
  description = "ARN of the role that writes of the first region."
  value       = local.places.first.writer_role_arn
}

output "reader_role_arn" {
  description = "ARN of the role that reads of the first region."
  value       = local.places.first.reader_role_arn
}

output "administrator_role_arn" {
  description = "ARN of the role that manages."
  value       = aws_iam_role.role["administrator"].arn
}

output "replicas" {
  description = "What is in other regions, by region."
  value       = { for place, region in local.other_regions : region => local.places[place] }
}
