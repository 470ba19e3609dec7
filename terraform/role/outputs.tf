output "role_arn" {
  description = "ARN of the role."
  value       = aws_iam_role.role.arn
}

output "role_name" {
  description = "Name of the role."
  value       = aws_iam_role.role.name
}

output "instance_profile_name" {
  description = "Name of the instance profile; null where EC2 may not assume the role."
  value       = one(aws_iam_instance_profile.role[*].name)
}
