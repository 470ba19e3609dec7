/** Every policy of a stack and what it is attached to, references resolved. Plain data, so that mutants are copies. */
import type { Grant } from "../../access";

/** A policy in AWS's own shape. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

/** A statement as it was synthesized; our renderer always writes lists of actions and resources. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action?: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What a policy is attached to. */
export type PolicyKind = "key" | "bucket" | "topic" | "trust" | "identity" | "boundary";

export interface AttachedPolicy {
  readonly kind: PolicyKind;
  /** Terraform address of what holds it, such as `aws_kms_key.key`; names the policy in messages. */
  readonly address: string;
  /** ARN of the key, bucket, role or user. */
  readonly attachedTo: string;
  readonly document: PolicyDocument;
  /** Whether it belongs to something beside the stack, see `neighbours.ts`. */
  readonly neighbour?: true;
}

/** A grant, called by its Terraform address. */
export interface AttachedGrant extends Grant {
  /** ARN of the key. */
  readonly attachedTo: string;
}

/** Settings of a bucket that have a say beside its policy. */
export interface BucketSettings {
  /** `restrict_public_buckets` of the public access block. */
  readonly restrictPublicBuckets: boolean;
  /** Key that encrypts new objects by default, and whether through a bucket key. Absent without SSE-KMS. */
  readonly defaultKey?: { readonly arn: string; readonly bucketKey: boolean };
  /** `blocked_encryption_types`, such as `SSE-C`, and the address of the setting. */
  readonly blockedEncryption: { readonly address: string; readonly types: readonly string[] };
}

export interface PolicySet {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly policies: readonly AttachedPolicy[];
  readonly grants: readonly AttachedGrant[];
  /** ARNs of keys, with the aliases that each carries. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** ARNs of buckets. */
  readonly buckets: Readonly<Record<string, BucketSettings>>;
  /** ARNs of roles and users. */
  readonly identities: readonly string[];
}

/** The stack cannot be evaluated, or a question about it makes no sense. */
export class PolicyCheckError extends Error {
  override readonly name = "PolicyCheckError";
}

/** The policies of one kind on one thing. */
export function policiesOf(set: PolicySet, kind: PolicyKind, arn: string): readonly AttachedPolicy[] {
  return set.policies.filter((policy) => policy.kind === kind && policy.attachedTo === arn);
}

/** What a bucket is like that nothing is known of. */
export const PLAIN_BUCKET: BucketSettings = {
  restrictPublicBuckets: false,
  blockedEncryption: { address: "none", types: [] },
};
