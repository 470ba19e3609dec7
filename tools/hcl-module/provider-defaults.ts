/**
 * What the provider takes when nothing is said, at the top of a resource. The stacks say it, since a plan shows it anyway; in text for people
 * it is noise. Source: provider 6.25, `Default` in the schema of each.
 */
export const PROVIDER_DEFAULTS: Readonly<
  Record<string, Readonly<Record<string, string | number | boolean>>>
> = {
  aws_cloudtrail: { enable_logging: true, include_global_service_events: true },
  aws_iam_role: { max_session_duration: 3600, path: "/" },
  aws_iam_user: { path: "/" },
  aws_iam_instance_profile: { path: "/" },
  aws_kms_key: { customer_master_key_spec: "SYMMETRIC_DEFAULT", key_usage: "ENCRYPT_DECRYPT" },
  aws_s3_bucket: { force_destroy: false },
};
