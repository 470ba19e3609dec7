/** Alerts about where the key's data lies, and about the identities that may use it. */
import type { AlertTraits } from "./alert-traits";

const common = { failed: false, threshold: 1 } as const;
const S3_EVENTS = "S3 User Guide, 'Amazon S3 CloudTrail events'";
const IAM_EVENTS = "IAM User Guide, 'Logging IAM and AWS STS API calls with AWS CloudTrail'";

/** CloudTrail calls some bucket calls as IAM does, and some as the API does: where both are to be found, both stand here. */
export const PLACE_ALERTS = {
  bucketAccessChanged: {
    ...common,
    suffix: "bucket-access",
    subject: "bucket",
    service: "s3",
    eventNames: [
      "DeleteBucketOwnershipControls",
      "DeleteBucketPolicy",
      "DeleteBucketPublicAccessBlock",
      "PutBucketAcl",
      "PutBucketOwnershipControls",
      "PutBucketPolicy",
      "PutBucketPublicAccessBlock",
    ],
    reason: "Who may reach the bucket was changed: its policy, its block of public access, or its ownership.",
    source: S3_EVENTS,
  },
  bucketProtectionChanged: {
    ...common,
    suffix: "bucket-protection",
    subject: "bucket",
    service: "s3",
    eventNames: [
      "DeleteBucket",
      "DeleteBucketEncryption",
      "DeleteBucketLifecycle",
      "DeleteBucketReplication",
      "PutBucketEncryption",
      "PutBucketLifecycle",
      "PutBucketLifecycleConfiguration",
      "PutBucketObjectLockConfiguration",
      "PutBucketReplication",
      "PutBucketVersioning",
      "PutObjectLockConfiguration",
    ],
    reason:
      "What keeps objects of the bucket was changed: lifecycle, versioning, encryption, object lock or replication. A lifecycle rule can delete everything.",
    source: S3_EVENTS,
  },
  objectsReencrypted: {
    ...common,
    suffix: "objects-reencrypted",
    subject: "bucket",
    service: "s3",
    eventNames: ["UpdateObjectEncryption"],
    reason:
      "Objects of the bucket were put under another key in place: whoever holds that key decides who can open them. Seen only by a trail that records objects.",
    source: "S3 API Reference, 'UpdateObjectEncryption'; S3 User Guide, 'Amazon S3 CloudTrail events'",
  },
  roleChanged: {
    ...common,
    suffix: "role-changed",
    subject: "role",
    service: "iam",
    global: true,
    eventNames: [
      "AddRoleToInstanceProfile",
      "AttachRolePolicy",
      "DeleteRole",
      "DeleteRolePermissionsBoundary",
      "DeleteRolePolicy",
      "DetachRolePolicy",
      "PutRolePermissionsBoundary",
      "PutRolePolicy",
      "UpdateAssumeRolePolicy",
      "UpdateRole",
    ],
    reason: "A role was changed: who may assume it, what it may do, or what bounds it.",
    source: IAM_EVENTS,
  },
  userChanged: {
    ...common,
    suffix: "user-changed",
    subject: "user",
    service: "iam",
    global: true,
    eventNames: [
      "AddUserToGroup",
      "AttachUserPolicy",
      "CreateAccessKey",
      "CreateLoginProfile",
      "DeleteUserPermissionsBoundary",
      "DeleteUserPolicy",
      "DetachUserPolicy",
      "PutUserPermissionsBoundary",
      "PutUserPolicy",
      "UpdateLoginProfile",
    ],
    reason: "A user was changed: how to sign in as it, what it may do, or what bounds it.",
    source: IAM_EVENTS,
  },
} as const satisfies Record<string, AlertTraits>;
