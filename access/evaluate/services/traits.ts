/** What is special about services. */

/**
 * KMS: nobody has access unless the key's policy gives it, or leaves it to the account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function isAboutKey(service: string, resource: string): boolean {
  return service === "kms" && /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource);
}

/**
 * STS: a role's trust policy must allow whoever assumes it, also in its own account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_compare-resource-policies.html
 */
const ABOUT_ROLES =
  /^sts:(AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext)$/;

export function isAboutRole(action: string): boolean {
  return ABOUT_ROLES.test(action);
}

/** What needs no permission, and cannot be denied. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function needsNoPermission(action: string): boolean {
  return action === "sts:GetCallerIdentity";
}

/**
 * What principals of other accounts can do with a key at all; permission for anything else has no effect.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
const ACROSS_ACCOUNTS: readonly string[] = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GenerateMac",
  "kms:GetKeyRotationStatus",
  "kms:GetPublicKey",
  "kms:ListGrants",
  "kms:ListKeyRotations",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:Sign",
  "kms:Verify",
  "kms:VerifyMac",
];

export function worksAcrossAccounts(action: string): boolean {
  return !action.startsWith("kms:") || ACROSS_ACCOUNTS.includes(action);
}

/**
 * Services that take requests without a signature where a policy is for everybody.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function takesUnsigned(service: string): boolean {
  return ["s3", "sns", "sqs"].includes(service);
}

/**
 * The owner's root user can always see, replace and take off a bucket's policy, also one that denies it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
const BUCKET_POLICY_CALLS: readonly string[] = [
  "s3:GetBucketPolicy",
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
];

export function isOfOwnersRoot(action: string): boolean {
  return BUCKET_POLICY_CALLS.includes(action);
}

/**
 * Services that heed RCPs; there is one operation that they do not restrict.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
const WITH_RCPS: readonly string[] = ["dynamodb", "kms", "logs", "s3", "sqs", "sts"];

export function heedsRcps(service: string, action: string): boolean {
  return WITH_RCPS.includes(service) && action !== "kms:RetireGrant";
}
