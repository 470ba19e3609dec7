# Key policies by audience: local.key_policies, by region. It takes local.key_regions, and the variables of a key.
#
# The root of all access to a key is its policy: no other policy helps a principal that it does not let in. Wildcards
# in actions are left out on purpose: what AWS adds later is allowed to nobody.

locals {
  # How a key is used, from which it follows what makes sense on it. KMS has no word for it.
  key_kinds = {
    symmetric_encryption  = "symmetric encryption"
    asymmetric_encryption = "asymmetric encryption"
    signing               = "signing"
    mac                   = "message authentication codes"
    key_agreement         = "key agreement"
  }
  key_usage = coalesce(
    var.key_usage,
    var.key_spec == "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : null,
    startswith(var.key_spec, "HMAC_") ? "GENERATE_VERIFY_MAC" : "SIGN_VERIFY",
  )
  key_kind = {
    ENCRYPT_DECRYPT     = var.key_spec == "SYMMETRIC_DEFAULT" ? "symmetric_encryption" : "asymmetric_encryption"
    SIGN_VERIFY         = "signing"
    GENERATE_VERIFY_MAC = "mac"
    KEY_AGREEMENT       = "key_agreement"
  }[local.key_usage]

  # An ARN as KMS takes it for a principal, or one that ends in "*".
  key_principal = "^([0-9]{12}|arn:[^:]+:(iam|sts):[^:]*:[^:]+:(root|(role|user|assumed-role|federated-user)/[\\w+=,.@/-]+[*]?))$"

  # Nearly every client looks at the key first.
  public_key_actions = ["kms:DescribeKey", "kms:GetPublicKey"]

  key_audiences = {
    # Everything, uses and grants included.
    owners = { sid = "KeyOwners", actions = { for kind in keys(local.key_kinds) : kind => ["kms:*"] } }
    # Everything but uses and grants.
    administrators = {
      sid     = "KeyAdministrators"
      actions = { for kind in keys(local.key_kinds) : kind => local.manage_key_actions }
    }
    # Every use that the kind of key has.
    users = {
      sid = "KeyUsers"
      actions = {
        symmetric_encryption  = concat(local.context_actions, ["kms:DescribeKey"])
        asymmetric_encryption = concat(["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"], local.public_key_actions)
        signing               = concat(["kms:Sign", "kms:Verify"], local.public_key_actions)
        mac                   = ["kms:GenerateMac", "kms:VerifyMac", "kms:DescribeKey"]
        key_agreement         = concat(["kms:DeriveSharedSecret"], local.public_key_actions)
      }
    }
    # Encrypts and makes data keys; cannot open anything.
    encrypt_only = {
      sid = "KeyEncrypters"
      actions = {
        symmetric_encryption  = concat([for action in local.context_actions : action if !contains(["kms:Decrypt", "kms:ReEncryptFrom"], action)], ["kms:DescribeKey"])
        asymmetric_encryption = concat(["kms:Encrypt", "kms:ReEncryptTo"], local.public_key_actions)
      }
    }
    # Opens; cannot encrypt.
    decrypt_only = {
      sid = "KeyDecrypters"
      actions = {
        symmetric_encryption  = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:DescribeKey"]
        asymmetric_encryption = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:DescribeKey"]
      }
    }
    signers        = { sid = "KeySigners", actions = { signing = concat(["kms:Sign"], local.public_key_actions) } }
    verifiers      = { sid = "KeyVerifiers", actions = { signing = concat(["kms:Verify"], local.public_key_actions) } }
    mac_users      = { sid = "KeyMacUsers", actions = { mac = ["kms:GenerateMac", "kms:VerifyMac", "kms:DescribeKey"] } }
    mac_generators = { sid = "KeyMacGenerators", actions = { mac = ["kms:GenerateMac", "kms:DescribeKey"] } }
    mac_verifiers  = { sid = "KeyMacVerifiers", actions = { mac = ["kms:VerifyMac", "kms:DescribeKey"] } }
    # Derives shared secrets with the public key of somebody else.
    key_agreement = {
      sid     = "KeyAgreement"
      actions = { key_agreement = concat(["kms:DeriveSharedSecret"], local.public_key_actions) }
    }
    # Sees everything about the key, and changes and uses nothing.
    auditors = {
      sid = "KeyAuditors"
      actions = {
        for kind in keys(local.key_kinds) : kind => contains(["symmetric_encryption", "mac"], kind) ? local.read_key_actions : concat(local.read_key_actions, ["kms:GetPublicKey"])
      }
    }
    # Sees what the key is, and its public half.
    describers = {
      sid = "KeyDescribers"
      actions = {
        for kind in keys(local.key_kinds) : kind => contains(["symmetric_encryption", "mac"], kind) ? ["kms:DescribeKey"] : local.public_key_actions
      }
    }
    # Lets AWS services, such as EBS, hold a grant for as long as what they attach lives.
    grant_users = {
      sid     = "AttachPersistentResources"
      actions = { symmetric_encryption = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"] }
    }
  }

  # Audiences of this account and of others alike: who, what, and under which conditions.
  key_uses = concat(
    [for name, use in var.audiences : {
      audience           = name
      sid                = local.key_audiences[name].sid
      principals         = use.principals
      via_services       = use.via_services
      encryption_context = use.encryption_context
    }],
    [for use in var.accounts : {
      audience           = use.audience
      sid                = "Account${use.account_id}${local.key_audiences[use.audience].sid}"
      principals         = ["arn:${local.partition}:iam::${use.account_id}:root"]
      via_services       = use.via_services
      encryption_context = use.encryption_context
    }],
  )

  # A condition on the encryption context would deny what has none, such as kms:DescribeKey, which becomes a statement
  # of its own.
  key_use_parts = flatten([
    for use in local.key_uses : [
      for part in use.encryption_context == null ? [
        { sid = use.sid, context = {}, actions = local.key_audiences[use.audience].actions[local.key_kind] },
        ] : [
        {
          sid     = use.sid
          context = use.encryption_context
          actions = [for action in local.key_audiences[use.audience].actions[local.key_kind] : action if contains(local.context_actions, action)]
        },
        {
          sid     = "${use.sid}Describe"
          context = {}
          actions = [for action in local.key_audiences[use.audience].actions[local.key_kind] : action if !contains(local.context_actions, action)]
        },
      ] : merge(use, part)
    ]
  ])

  # A key policy takes no patterns for principals: the account is the principal there, and the pattern a condition.
  key_use_statements = {
    for region in local.key_regions : region => flatten([
      for use in local.key_use_parts : [
        for who in [
          { sid = use.sid, arns = [for arn in use.principals : arn if !endswith(arn, "*")], patterns = [] },
          {
            sid      = "${use.sid}Patterns"
            arns     = distinct([for arn in use.principals : "arn:${split(":", arn)[1]}:iam::${split(":", arn)[4]}:root" if endswith(arn, "*")])
            patterns = [for arn in use.principals : arn if endswith(arn, "*")]
          },
          ] : {
          Sid       = who.sid
          Effect    = "Allow"
          Principal = { AWS = who.arns }
          Action    = use.actions
          Resource  = "*"
          Condition = {
            for operator, values in {
              Bool = { for key in ["kms:GrantIsForAWSResource"] : key => "true" if use.audience == "grant_users" }
              StringEquals = merge(
                { for services in [use.via_services] : "kms:ViaService" => [for service in services : "${service}.${region}.amazonaws.com"] if services != null },
                { for name, values in use.context : "kms:EncryptionContext:${name}" => values if !can(regex("[*?]", join("", values))) },
              )
              StringLike = { for name, values in use.context : "kms:EncryptionContext:${name}" => values if can(regex("[*?]", join("", values))) }
              ArnLike    = { for patterns in [who.patterns] : "aws:PrincipalArn" => patterns if length(patterns) > 0 }
            } : operator => values if length(values) > 0
          }
        } if length(who.arns) > 0
      ] if length(use.actions) > 0
    ])
  }

  key_policies = {
    for region in local.key_regions : region => jsonencode({
      Version = "2012-10-17"
      # A statement without conditions has no Condition.
      Statement = [
        for statement in concat(
          # Keeps the key manageable when the principals below are gone. "manage" lets no policy of an identity use the key.
          [for root_statement in [var.root_statement] : {
            Sid       = "Root"
            Effect    = "Allow"
            Principal = { AWS = local.account_root_arn }
            Action    = root_statement == "full" ? ["kms:*"] : local.manage_key_actions
            Resource  = "*"
          } if root_statement != "off"],
          local.key_use_statements[region],
          local.key_service_statements[region],
          try(flatten([jsondecode(var.extra_policy).Statement]), []),
          # What stands in the resource binds Terraform only; this binds everybody. KMS takes no less than 7.
          [for days in [var.deletion_window_in_days] : {
            Sid       = "DenyEarlierDeletion"
            Effect    = "Deny"
            Principal = "*"
            Action    = "kms:ScheduleKeyDeletion"
            Resource  = "*"
            Condition = { NumericLessThan = { "kms:ScheduleKeyDeletionPendingWindowInDays" = tostring(days) } }
          } if days > 7],
        ) : { for name, value in statement : name => value if name != "Condition" || length(value) > 0 }
      ]
    })
  }
}
