import type { Range } from "../config-error";

/**
 * Largest size of a policy in characters; white space does not count.
 *
 * Sources: IAM User Guide, "IAM and AWS STS quotas" (`trust` is the default of a quota that can be raised to 4,096; the inline sizes
 * are totals for one role or user); KMS API Reference, `PutKeyPolicy`; S3 User Guide, "Policies and permissions" (20 KB).
 */
export const POLICY_SIZE = {
  trust: 2048,
  roleInline: 10_240,
  userInline: 2048,
  key: 32_768,
  bucket: 20_480,
} as const;

/** What a policy is attached to. */
export type PolicyKind = keyof typeof POLICY_SIZE;

/** Source: IAM API Reference, `CreateRole`, `RoleName`. */
export const ROLE_NAME_LENGTH: Range = { min: 1, max: 64 };

/** Source: IAM API Reference, `CreateUser`, `UserName`. */
export const USER_NAME_LENGTH: Range = { min: 1, max: 64 };

/** Seconds: one to twelve hours. Source: IAM API Reference, `CreateRole`, `MaxSessionDuration`. */
export const MAX_SESSION_DURATION: Range = { min: 3600, max: 43_200 };

/**
 * Seconds since a caller gave his second factor. The lower bound is ours, lest nobody gets in; the upper one is the longest session
 * that `GetSessionToken` gives an IAM user (36 hours).
 */
export const MFA_AGE_SECONDS: Range = { min: 60, max: 129_600 };
