/**
 * What makes data disappear, now or later, and the actions that bring it about. Claims about effects are made for every role of a preset: a list of actions that a role
 * must not have is never complete, but an effect can be thought through.
 */
import type { Claim, ClaimContext, ClaimsAbout } from "./claim";

/** What an action is about. `account` is what takes no resource. */
type Target = "object" | "bucket" | "key" | "role" | "user" | "accessPoint" | "accessGrant" | "account";

interface Effect {
  /** Completes "<name> may not …". */
  readonly says: string;
  /** The actions, by what they are about. */
  readonly by: Readonly<Partial<Record<Target, readonly string[]>>>;
  /** Where AWS says what they do. */
  readonly source: string;
}

export const DISAPPEARANCE = {
  deleted: {
    says: "delete it",
    by: {
      object: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateDelete"],
      bucket: ["s3:DeleteBucket"],
      account: ["s3:CreateJob"],
    },
    source:
      "S3 User Guide, 'Deleting Amazon S3 objects', 'Delete replication', 'Delete objects with Batch Operations'",
  },
  overwritten: {
    says: "put something in its place",
    by: { object: ["s3:PutObject", "s3:ReplicateObject"] },
    source: "S3 User Guide, 'Working with objects in a versioning-suspended bucket'",
  },
  expired: {
    says: "let it expire",
    by: {
      bucket: ["s3:PutLifecycleConfiguration"],
      object: [
        // Rules find objects by their tags, too.
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersionTagging",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
      ],
    },
    source: "S3 API Reference, PutBucketLifecycleConfiguration; S3 User Guide, 'Expiring objects'",
  },
  unversioned: {
    says: "stop the keeping of versions",
    by: { bucket: ["s3:PutBucketVersioning"] },
    source: "S3 User Guide, 'How S3 Versioning works'",
  },
  unlocked: {
    says: "end or shorten its lock",
    by: {
      object: ["s3:BypassGovernanceRetention", "s3:PutObjectLegalHold", "s3:PutObjectRetention"],
      bucket: ["s3:PutBucketObjectLockConfiguration"],
    },
    source: "S3 User Guide, 'Locking objects with Object Lock'",
  },
  opened: {
    says: "let himself or others in to do that",
    by: {
      object: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
      bucket: [
        "s3:DeleteBucketPolicy",
        "s3:PutBucketAbac",
        "s3:PutBucketAcl",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
      ],
      role: [
        "iam:AttachRolePolicy",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PassRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
      ],
      user: [
        "iam:AttachUserPolicy",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:DeleteUserPermissionsBoundary",
        "iam:DeleteUserPolicy",
        "iam:DetachUserPolicy",
        "iam:PutUserPermissionsBoundary",
        "iam:PutUserPolicy",
      ],
      accessPoint: ["s3:CreateAccessPoint", "s3:PutAccessPointPolicy"],
      accessGrant: ["s3:CreateAccessGrant"],
    },
    source:
      "S3 User Guide, 'Access management'; IAM User Guide, 'Permissions required to access IAM resources'",
  },
  encrypted: {
    says: "put it under another key",
    by: { bucket: ["s3:PutEncryptionConfiguration"], object: ["s3:UpdateObjectEncryption"] },
    source: "S3 API Reference, PutBucketEncryption and UpdateObjectEncryption",
  },
  removed: {
    says: "carry it elsewhere, or out of reach for hours",
    by: { bucket: ["s3:PutIntelligentTieringConfiguration", "s3:PutReplicationConfiguration"] },
    source: "S3 User Guide, 'How S3 Intelligent-Tiering works', 'Replicating objects'",
  },
  unreadable: {
    says: "make it unreadable by ending the key",
    by: {
      key: ["kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:ScheduleKeyDeletion"],
      account: ["kms:DeleteCustomKeyStore", "kms:DisconnectCustomKeyStore"],
    },
    source:
      "KMS Developer Guide, 'Deleting AWS KMS keys', 'Enabling and disabling keys', 'Disconnect a key store'",
  },
  lockedOut: {
    says: "make it unreadable by the key's policy",
    by: { key: ["kms:PutKeyPolicy"] },
    source: "KMS Developer Guide, 'Change a key policy'",
  },
} as const satisfies Record<string, Effect>;

export type Disappearance = keyof typeof DISAPPEARANCE;

/** An action as IAM writes it. */
type AnAction = `${string}:${string}`;

/** Where the data of a stack is. */
export interface DataPlaces {
  /** ARN of an object; absent where there is no bucket. */
  readonly object?: string;
  readonly bucket?: string;
  readonly key: string;
  /** Keys beside it. @default none */
  readonly otherKeys?: readonly string[];
  readonly roles: readonly string[];
  /** ARNs of the stack's users. @default none */
  readonly users?: readonly string[];
  readonly accountId: string;
  readonly region: string;
}

/**
 * That somebody brings about none of the effects, but those in `remains`.
 *
 * @param remains what is left to him: every action on the key that has the effect, single actions, and nothing else
 */
export function disappearanceClaims(
  { may, mayNot }: ClaimsAbout,
  { object, bucket, key, otherKeys = [], roles, users = [], accountId, region }: DataPlaces,
  remains: readonly (Disappearance | AnAction)[] = [],
): readonly Claim[] {
  const places: Readonly<Record<Target, readonly string[]>> = {
    object: object === undefined ? [] : [object],
    bucket: bucket === undefined ? [] : [bucket],
    key: [key, ...otherKeys],
    role: roles,
    user: users,
    accessPoint: [`arn:aws:s3:${region}:${accountId}:accesspoint/backups`],
    accessGrant: [`arn:aws:s3:${region}:${accountId}:access-grants/default/grant/backups`],
    account: ["*"],
  };
  return Object.entries(DISAPPEARANCE).flatMap(([name, effect]: [string, Effect]) =>
    (Object.entries(effect.by) as [Target, readonly string[]][]).flatMap(([target, actions]) => {
      const remaining = (action: string) =>
        remains.includes(action as AnAction) || (target === "key" && remains.includes(name as Disappearance));
      return actions.flatMap((action) =>
        places[target].map((place) =>
          (remaining(action) ? may : mayNot)(
            `${effect.says}: ${action}${target === "role" || target === "user" || place !== places[target][0] ? ` of ${place}` : ""}`,
            action,
            place,
            contextOf(action),
          ),
        ),
      );
    }),
  );
}

/** As the request would come: an upload in one piece, or one that is completed. */
function contextOf(action: string): ClaimContext {
  return action === "s3:PutObject" ? { "s3:ObjectCreationOperation": "true" } : {};
}
