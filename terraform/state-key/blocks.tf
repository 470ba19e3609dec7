# Blocks for those who keep a state under the key. Everything in them is public: OpenTofu hands arguments to a key provider
# as they are, and other users of the host can read them.

locals {
  first_state = "${var.prefixes[0]}terraform.tfstate"

  # Where the first region does not answer. Each on a line of its own.
  fallback_arguments = [for region in var.key.replica_regions : "\n  \"--fallback-region\", \"${region}\","]

  key_providers = {
    external = <<-EOT
      command = [
        "sealstack", "tofu-key-provider",
        "--key", "${aws_kms_key.states.arn}",${join("", local.fallback_arguments)}
        "--state", "${local.first_state}",
      ]
    EOT
    # It sends no encryption context, and knows one region.
    aws_kms = <<-EOT
      kms_key_id = "${aws_kms_key.states.arn}"
      region     = "${local.region}"
      key_spec   = "AES_256"
    EOT
  }

  # What OpenTofu encrypts states and plans with. Keys are 32 bytes, with which aes_gcm is AES-256.
  encryption_blocks = {
    for provider, arguments in local.key_providers : provider => <<-EOT
      terraform {
        encryption {
          key_provider "${provider}" "state" {
            ${indent(6, chomp(arguments))}
          }
          method "aes_gcm" "state" {
            keys = key_provider.${provider}.state
          }
          state {
            method   = method.aes_gcm.state
            enforced = true
          }
          plan {
            method   = method.aes_gcm.state
            enforced = true
          }
        }
      }
    EOT
  }

  # The state is locked by an object beside it, without DynamoDB.
  backend_block = <<-EOT
    terraform {
      backend "s3" {
        bucket               = "${aws_s3_bucket.bucket["states"].bucket}"
        key                  = "${local.first_state}"
        workspace_key_prefix = "${var.prefixes[0]}env:"
        region               = "${local.region}"
        encrypt              = true
        kms_key_id           = "${aws_kms_key.states.arn}"
        use_lockfile         = true
      }
    }
  EOT
}
