import type { Range } from "../config-error";
import { word } from "../shape";

/**
 * Largest size of a policy in characters; white space does not count.
 *
 * Sources: IAM User Guide, "IAM and AWS STS quotas" (`trust` is the default of a quota that can be raised to 4,096; the inline sizes
 * are totals for one role or user); KMS API Reference, `PutKeyPolicy`; S3 User Guide, "Policies and permissions" (20 KB); SNS Developer
 * Guide, "Actions and resources reference", policy quotas (30 KB).
 */
export const POLICY_SIZE = {
  trust: 2048,
  roleInline: 10_240,
  userInline: 2048,
  groupInline: 5120,
  managed: 6144,
  key: 32_768,
  bucket: 20_480,
  topic: 30_720,
  queue: 8192,
} as const;

/** What a policy is attached to. */
export type PolicyKind = keyof typeof POLICY_SIZE;

const policyKind = word(Object.keys(POLICY_SIZE));

/** What is wrong with a kind of policy that a program got from elsewhere. */
export function policyKindProblems(kind: unknown): readonly string[] {
  return policyKind("kind", kind);
}

/** Source: IAM API Reference, `CreateRole`, `RoleName`. */
export const ROLE_NAME_LENGTH: Range = { min: 1, max: 64 };

/** Source: IAM API Reference, `CreateUser`, `UserName`. */
export const USER_NAME_LENGTH: Range = { min: 1, max: 64 };

/** Source: IAM API Reference, `CreateGroup`, `GroupName`. */
export const GROUP_NAME_LENGTH: Range = { min: 1, max: 128 };

/** Source: IAM API Reference, `CreatePolicy`, `PolicyName`; the same for inline policies and instance profiles. */
export const POLICY_NAME_LENGTH: Range = { min: 1, max: 128 };

/** Source: IAM API Reference, `CreateSAMLProvider`, `Name`. */
export const SAML_PROVIDER_NAME_LENGTH: Range = { min: 1, max: 128 };

/** Source: IAM API Reference, `CreateSAMLProvider`, `SAMLMetadataDocument`. */
export const SAML_METADATA_LENGTH: Range = { min: 1000, max: 10_000_000 };

/** Source: IAM API Reference, `CreatePolicy`, `Description`; the same for roles. */
export const DESCRIPTION_LENGTH: Range = { min: 0, max: 1000 };

/** Source: IAM API Reference, `CreateRole`, `Path`. */
export const PATH_LENGTH: Range = { min: 1, max: 512 };

/** Managed policies on one role, user or group unless a quota was raised. Source: IAM User Guide, "IAM and AWS STS quotas". */
export const MANAGED_POLICY_QUOTA = 10;

/** To what that quota can be raised. Source: the same. */
export const RAISED_MANAGED_POLICY_QUOTA = { role: 25, user: 20, group: 10 } as const;

/** Characters that a token is taken for; the longest ARN that IAM takes has 2048. Source: IAM API Reference, `PolicyArn` and others. */
export const TOKEN_LENGTH: Range = { min: 0, max: 2048 };

/** Source: IAM API Reference, `UpdateAccountPasswordPolicy`. */
export const PASSWORD_LENGTH: Range = { min: 6, max: 128 };
export const PASSWORD_MAX_AGE_IN_DAYS: Range = { min: 1, max: 1095 };
export const PASSWORD_REUSE_PREVENTION: Range = { min: 1, max: 24 };

/** Seconds. Source: IAM Roles Anywhere API Reference, `CreateProfile`, `durationSeconds`. */
export const ROLES_ANYWHERE_DURATION: Range = { min: 900, max: 43_200 };

/** Source: IAM Roles Anywhere API Reference, `CreateTrustAnchor` and `CreateProfile`, `name`. */
export const ROLES_ANYWHERE_NAME_LENGTH: Range = { min: 1, max: 255 };

/** Seconds: one to twelve hours. Source: IAM API Reference, `CreateRole`, `MaxSessionDuration`. */
export const MAX_SESSION_DURATION: Range = { min: 3600, max: 43_200 };

/**
 * Seconds since a caller gave his second factor. The lower bound is ours, lest nobody gets in; the upper one is the longest session
 * that `GetSessionToken` gives an IAM user (36 hours).
 */
export const MFA_AGE_SECONDS: Range = { min: 60, max: 129_600 };
