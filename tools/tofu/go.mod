module sealstack.invalid/tofu

go 1.26.0

require github.com/opentofu/opentofu v1.12.6
