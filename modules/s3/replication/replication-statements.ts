/**
 * What the role of a replication may do, as plain data; the keys aside, which are granted.
 *
 * Source: S3 User Guide, "Setting up permissions for live replication". AWS's example for another account also allows `s3:PutBucketVersioning` and
 * `s3:List*` there: replication needs neither, and with the first the source could suspend the versions of the destination.
 */
import type { Statement } from "../../iam/policies/policy-document";

const OWNER_OVERRIDE = "s3:ObjectOwnerOverrideToBucketOwner";

/** Reads versions, tags, access lists and locks; `s3:GetObjectVersionForReplication` gives them to S3 only, encrypted ones included. */
const READ = [
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
] as const;
const READ_LOCKS = ["s3:GetObjectLegalHold", "s3:GetObjectRetention"] as const;
const WRITE = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"] as const;

interface Scope {
  readonly bucketArn: string;
  /** Starts of the object keys that are copied; an empty one is all of them. */
  readonly prefixes: readonly string[];
}

/** In the role's policy, about the bucket that is copied. */
export function replicationSourceStatements(
  { bucketArn, prefixes }: Scope,
  hasLock: boolean,
): readonly Statement[] {
  return [
    {
      sid: "ReplicationConfiguration",
      // Without ListBucket, S3 cannot tell a delete marker from nothing.
      actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      resources: [bucketArn],
    },
    {
      sid: "ReplicationRead",
      actions: [...READ, ...(hasLock ? READ_LOCKS : [])],
      resources: objects({ bucketArn, prefixes }),
    },
  ];
}

/** In the role's policy, about a bucket that it copies to. */
export function replicationTargetStatement(
  scope: Scope,
  { otherAccount, number }: { readonly otherAccount: boolean; readonly number: number },
): Statement {
  return {
    sid: `ReplicationWrite${number === 1 ? "" : number}`,
    actions: [...WRITE, ...(otherAccount ? [OWNER_OVERRIDE] : [])],
    resources: objects(scope),
  };
}

/** In the policy of a bucket whose replicas come from another account; they become its owner's. */
export function acceptReplicasStatement(bucketArn: string, roleArn: string): Statement {
  return {
    sid: "AcceptReplicas",
    principals: { aws: [roleArn] },
    actions: [...WRITE, OWNER_OVERRIDE],
    resources: [`${bucketArn}/*`],
  };
}

function objects({ bucketArn, prefixes }: Scope): readonly string[] {
  return [...new Set(prefixes)].map((prefix) => `${bucketArn}/${prefix}*`);
}
