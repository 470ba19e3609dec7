import { DEFAULT_PREFIXES } from "../../modules/backup-contract";

/** Output of the profile that hosts with a certificate ask with; the command-line tool does not read it. */
export const CERTIFICATES_OUTPUT = "writer_roles_anywhere_profile_arn";

/** Outputs of the optional IAM user; the command-line tool does not read them. */
export const USER_OUTPUT = {
  arn: "writer_user_arn",
  accessKeyId: "writer_user_access_key_id",
  secretAccessKey: "writer_user_secret_access_key",
} as const;

/** Outputs of the optional audit part; the command-line tool does not read them. */
export const AUDIT_OUTPUT = { topicArn: "alert_topic_arn", trailBucket: "trail_bucket" } as const;

/** What {@link ansibleVault} is made from. */
export interface VaultInputs {
  readonly keyArn: string;
  readonly bucket: string;
  readonly prefixes: readonly string[];
  /** ARN of the role that the hosts use. */
  readonly principal: string;
}

/** The runbook's variables. The backups of the certificate authority go to the prefix named after step-ca, or else to the first one. */
export function ansibleVault({ keyArn, bucket, prefixes, principal }: VaultInputs): Record<string, string> {
  const [stepCa] = DEFAULT_PREFIXES;
  return {
    step_ca_backup_encryption_method: "kms",
    step_ca_backup_kms_key_id: keyArn,
    step_ca_backup_s3_bucket: bucket,
    step_ca_backup_s3_prefix: prefixes.includes(stepCa) ? stepCa : (prefixes[0] ?? stepCa),
    step_ca_backup_kms_principal: principal,
  };
}
