/** Policies of a stack as data. */

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A policy in AWS's own shape. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** `identity`: of a role or user; `boundary`: its permissions boundary; `trust`: who may assume a role; `resource`: of a key, bucket, topic, queue. */
export type PolicyKind = "identity" | "boundary" | "trust" | "resource";

export interface AttachedPolicy {
  readonly kind: PolicyKind;
  /** Terraform address of what holds it, such as `aws_kms_key.key`. */
  readonly address: string;
  /** ARN of the role, user, key, bucket and the like that it is about. */
  readonly attachedTo: string;
  readonly document: PolicyDocument;
}

/** A stack cannot be judged, or a question about it makes no sense. */
export class StackTestError extends Error {
  override readonly name = "StackTestError";
}
