/** A stack as a judge sees it: who there is, what there is, and every policy between them. Plain data. */
import type { NamedPolicy, PolicyDocument, PolicyKind } from "../evaluate/policy";
import type { Grant, Principal } from "../evaluate/question";
import type { Unknown } from "../evaluate/unknown";
import type { BucketSettings } from "../sources/buckets";
import type { StackResource } from "../sources/values";

/** Where somebody belongs. */
export type PrincipalGroup =
  /** A role or user that the stack makes. */
  | "stack"
  /** Of the stack's account, and not made by it. */
  | "account"
  /** Of another account, or from an identity provider. */
  | "outside"
  | "service"
  /** Whoever there is. */
  | "anybody";

export interface ModelPrincipal {
  /** The same in every version of a stack: an ARN, or what stands for several people. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly group: PrincipalGroup;
  readonly principal: Principal;
  /** Terraform address of what the stack makes. */
  readonly address?: string;
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
}

export type ResourceKind = "key" | "bucket" | "objects" | "role" | "topic" | "queue" | "table";

export interface ModelResource {
  /** The same in every version of a stack: a Terraform address, and the prefix of objects. */
  readonly id: string;
  readonly name: string;
  readonly kind: ResourceKind;
  /** What is asked about; for objects one that begins with their prefix. */
  readonly arn: string;
  readonly address: string;
  /** Of the key, or of the bucket that objects are in. */
  readonly policy?: NamedPolicy;
}

export interface ModelPolicy extends NamedPolicy {
  readonly kind: PolicyKind;
  readonly attachedTo: string;
  readonly document: PolicyDocument | Unknown;
}

/** A grant, and the key that it is on. */
export interface ModelGrant extends Grant {
  readonly key: string;
}

export interface AccessModel {
  readonly stack: string;
  /** What it was read from. */
  readonly origin: "synthesized" | "plan" | "policies" | "account";
  readonly region: string;
  readonly partition: string;
  readonly account: string;
  readonly principals: readonly ModelPrincipal[];
  readonly resources: readonly ModelResource[];
  readonly policies: readonly ModelPolicy[];
  readonly grants: readonly ModelGrant[];
  /** By ARN. */
  readonly buckets: Readonly<Record<string, BucketSettings>>;
  /** Names of aliases, by the ARN of their key. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** As they stand in the stack, references resolved. */
  readonly terraform: readonly StackResource[];
  /** What may give permissions and was not read, one clause each. */
  readonly unread: readonly string[];
}
