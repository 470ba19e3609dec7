locals {
  everything  = [aws_s3_bucket.bucket.arn, "${aws_s3_bucket.bucket.arn}/*"]
  objects     = "${aws_s3_bucket.bucket.arn}/*"
  key_arns    = concat([var.kms_key_arn], var.other_key_arns)
  sse         = "s3:x-amz-server-side-encryption"
  sse_key_id  = "s3:x-amz-server-side-encryption-aws-kms-key-id"
  has_key     = var.kms_key_arn != null
  has_updates = length(var.encryption_updater_arns) > 0

  bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "DenyPlainHttp"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = local.everything
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "DenyOldTls"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = local.everything
          Condition = { NumericLessThan = { "s3:TlsVersion" = var.minimum_tls_version } }
        },
      ],

      # On a bucket of S3's own keys, nobody's KMS key decides who can read, of new objects and of those that are there.
      [for statement in [{
        Sid       = "DenyOtherEncryption"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:PutObject", "s3:UpdateObjectEncryption"]
        Resource  = local.objects
        Condition = { Null = { (local.sse) = "false" }, StringNotEquals = { (local.sse) = "AES256" } }
      }] : statement if !local.has_key],

      # An upload that names no key gets the bucket's, so it is allowed. Null guards the first: a negated operator alone
      # is also true where the header is absent.
      [for statement in [
        {
          Sid       = "DenyOtherKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject", "s3:ReplicateObject"]
          Resource  = local.objects
          Condition = { Null = { (local.sse_key_id) = "false" }, StringNotEquals = { (local.sse_key_id) = local.key_arns } }
        },
        {
          Sid       = "DenyEncryptionWithoutKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["s3:PutObject", "s3:ReplicateObject"]
          Resource  = local.objects
          Condition = { Null = { (local.sse) = "false", (local.sse_key_id) = "true" } }
        },
      ] : statement if local.has_key],

      # Whoever puts objects under a key of his own takes them hostage, at once and whatever their size.
      [for statement in [{
        Sid       = "DenyEncryptionUpdate"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:UpdateObjectEncryption"
        Resource  = local.objects
      }] : statement if local.has_key && !local.has_updates],
      [for statement in [
        {
          Sid       = "DenyEncryptionUpdate"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:UpdateObjectEncryption"
          Resource  = local.objects
          Condition = { ArnNotEquals = { "aws:PrincipalArn" = var.encryption_updater_arns } }
        },
        {
          Sid       = "DenyUpdateToOtherKey"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:UpdateObjectEncryption"
          Resource  = local.objects
          Condition = { StringNotEquals = { (local.sse_key_id) = local.key_arns } }
        },
      ] : statement if local.has_key && local.has_updates],

      try(flatten([jsondecode(var.extra_policy).Statement]), []),
    )
  })
}

resource "aws_s3_bucket_policy" "bucket" {
  bucket = aws_s3_bucket.bucket.bucket
  policy = local.bucket_policy

  depends_on = [
    aws_s3_bucket_cors_configuration.bucket,
    aws_s3_bucket_lifecycle_configuration.bucket,
  ]

  lifecycle {
    precondition {
      condition     = length(local.bucket_policy) <= 20480
      error_message = "a bucket policy must not exceed 20480 characters, got ${length(local.bucket_policy)}"
    }
  }
}
