/** The ways in which another account uses the vault: one table, from which the vault's policies and those of the account are made alike. */
import type { Conditions, Statement } from "../../../modules/iam/policies/policy-document";
import { type AwsEnvironment, viaService } from "../../../modules/iam/policies/principals";
import { contextCondition } from "../../../modules/kms/policy/key-policy";
import {
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  READ_OBJECT_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "../../../modules/s3/policy/actions";

interface Traits {
  /** What the statements are called. */
  readonly name: string;
  readonly objectActions: readonly string[];
  /** About names below the prefix. */
  readonly listActions: readonly string[];
  /** About the bucket itself. */
  readonly bucketActions: readonly string[];
  /** What S3 does with the vault's key on behalf of the role. */
  readonly keyActions: readonly string[];
}

/**
 * In none of them is anything deleted, tagged, locked or unlocked.
 *
 * Source of `replication`: S3 User Guide, "Setting up permissions for live replication" and "Replicating encrypted objects". Left out is
 * `s3:ReplicateDelete`: the vault takes no delete markers.
 */
export const WAYS = {
  /** Adds copies. */
  writer: {
    name: "Writer",
    objectActions: WRITE_OBJECT_ACTIONS,
    listActions: [LIST_BUCKET_ACTION],
    bucketActions: [],
    keyActions: [
      "kms:GenerateDataKey",
      "kms:Decrypt", // S3 reads the parts of a multipart upload again when it is completed
    ],
  },
  /** Reads copies of its own account, in every version. */
  restorer: {
    name: "Restorer",
    objectActions: [...READ_OBJECT_ACTIONS, "s3:RestoreObject"],
    listActions: [LIST_BUCKET_ACTION, LIST_VERSIONS_ACTION],
    bucketActions: [],
    keyActions: ["kms:Decrypt"],
  },
  /** The role with which S3 replicates a bucket of the account. */
  replication: {
    name: "Replication",
    objectActions: ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
    listActions: [LIST_BUCKET_ACTION, LIST_VERSIONS_ACTION],
    bucketActions: ["s3:GetBucketVersioning"],
    keyActions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
  },
} as const satisfies Readonly<Record<string, Traits>>;

export type Way = keyof typeof WAYS;

/** In the order of the table. */
export const WAY_NAMES = Object.keys(WAYS) as readonly Way[];

/** Where the vault is. */
export interface VaultPlace {
  /** Account and region of the vault. */
  readonly env: AwsEnvironment;
  readonly bucketArn: string;
  readonly keyArn: string;
}

/**
 * Statements about the vault's bucket.
 *
 * @param prefix start of the object keys, which may be a policy variable, with a slash at its end
 */
export function bucketStatements(
  { bucketArn }: Pick<VaultPlace, "bucketArn">,
  way: Way,
  prefix: string,
): readonly Statement[] {
  const { name, objectActions, listActions, bucketActions }: Traits = WAYS[way];
  return [
    {
      sid: `${name}Objects`,
      actions: [...objectActions, ...bucketActions],
      resources: [`${bucketArn}/${prefix}*`, ...(bucketActions.length === 0 ? [] : [bucketArn])],
    },
    {
      sid: `${name}List`,
      actions: listActions,
      resources: [bucketArn],
      conditions: { StringLike: { "s3:prefix": [`${prefix}*`] } },
    },
  ];
}

/** What S3 may do with the key: in this region, for this bucket, whose ARN is the encryption context of its bucket key. */
export function keyStatement(
  { env, bucketArn }: Pick<VaultPlace, "env" | "bucketArn">,
  way: Way,
  resources: readonly string[],
): Statement & { readonly conditions: Conditions } {
  const { name, keyActions }: Traits = WAYS[way];
  return {
    sid: `${name}Key`,
    actions: keyActions,
    resources,
    conditions: {
      StringEquals: {
        "kms:ViaService": viaService("s3", env),
        ...contextCondition({ "aws:s3:arn": bucketArn }),
      },
    },
  };
}

/** The other half of the permission: what the policy of the role in its own account has to say. */
export function identityStatements(place: VaultPlace, way: Way, prefix: string): readonly Statement[] {
  return [...bucketStatements(place, way, prefix), keyStatement(place, way, [place.keyArn])];
}
