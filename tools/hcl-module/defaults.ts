/** What the provider takes when nothing is said. It stands in the JSON, where a plan shows it anyway; in text for people it is noise. */

/** Attributes at the top of a resource, as HCL. Source: provider 6.25, `Default` in the schema of each. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_cloudtrail: { enable_logging: "true", include_global_service_events: "true" },
  aws_iam_role: { max_session_duration: "3600" },
  aws_kms_key: { customer_master_key_spec: '"SYMMETRIC_DEFAULT"', key_usage: '"ENCRYPT_DECRYPT"' },
  aws_s3_bucket: { force_destroy: "false" },
};

/** A resource without what it says of defaults. */
export function withoutDefaults(block: string): string {
  const [, type = ""] = /^resource "(\w+)"/.exec(block) ?? [];
  const defaults = DEFAULTS[type];
  if (defaults === undefined) return block;
  return block
    .split("\n")
    .filter((line) => {
      const [, name = "", value] = /^\s*(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
      return defaults[name] === undefined || defaults[name] !== value;
    })
    .join("\n");
}
