# Every rule for Terraform's language that tflint carries in itself; it downloads nothing.
plugin "terraform" {
  enabled = true
  preset  = "all"
}
