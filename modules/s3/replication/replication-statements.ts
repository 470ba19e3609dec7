/**
 * What the role of a replication may do, as plain data; the keys aside, which are granted.
 *
 * Source: S3 User Guide, "Setting up permissions for live replication". AWS's example for another account also allows `s3:PutBucketVersioning` there: replication does
 * not need it, and the source could suspend the versions of the destination.
 */
import type { Statement } from "../../iam/policies/policy-document";
import { letIn } from "../policy/bucket-policy";

const OWNER_OVERRIDE = "s3:ObjectOwnerOverrideToBucketOwner";

/** Reads versions, tags, access lists and locks; `s3:GetObjectVersionForReplication` gives them to S3 only, encrypted ones included. */
const READ = [
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
] as const;
const READ_LOCKS = ["s3:GetObjectLegalHold", "s3:GetObjectRetention"] as const;
const WRITE = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"] as const;

/** About a destination in another account itself, as AWS's example has it; `s3:List*` written out. In one account the example has none of it. */
const LOOK_AT_TARGET = [
  "s3:GetBucketVersioning",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
] as const;

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
export function replicationTargetStatements(
  scope: Scope,
  { otherAccount, number }: { readonly otherAccount: boolean; readonly number: number },
): readonly Statement[] {
  const numbered = (sid: string) => `${sid}${number === 1 ? "" : number}`;
  const write = { sid: numbered("ReplicationWrite"), actions: WRITE, resources: objects(scope) };
  if (!otherAccount) return [write];
  return [
    { ...write, actions: [...WRITE, OWNER_OVERRIDE] },
    { sid: numbered("ReplicationTarget"), actions: LOOK_AT_TARGET, resources: [scope.bucketArn] },
  ];
}

/** In the policy of a bucket whose replicas come from another account; they become its owner's. */
export function acceptReplicasStatements(
  bucketArn: string,
  roleArn: string,
  byName = false,
): readonly Statement[] {
  const statements = [
    { sid: "AcceptReplicas", actions: [...WRITE, OWNER_OVERRIDE], resources: [`${bucketArn}/*`] },
    { sid: "AcceptReplication", actions: LOOK_AT_TARGET, resources: [bucketArn] },
  ];
  return statements.map((statement) => letIn(roleArn, statement, byName));
}

function objects({ bucketArn, prefixes }: Scope): readonly string[] {
  return [...new Set(prefixes)].map((prefix) => `${bucketArn}/${prefix}*`);
}
