/** Policies in AWS's own shape, and what they are attached to. */
import type { Unknown } from "./unknown";

export type Lone<T> = T | readonly T[];

/** Who a statement is about: everybody, or lists by kind. */
export type PrincipalElement =
  | "*"
  | Readonly<Partial<Record<"AWS" | "Service" | "Federated" | "CanonicalUser", Lone<string>>>>;

/** Operators, each with its keys and their values. Numbers and booleans stand for their text. */
export type ConditionElement = Readonly<
  Record<string, Readonly<Record<string, Lone<string | number | boolean>>>>
>;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: Lone<string>;
  readonly NotAction?: Lone<string>;
  readonly Resource?: Lone<string>;
  readonly NotResource?: Lone<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A policy. Its statements are looked at when it is evaluated: what is no policy gets an error. */
export interface PolicyDocument {
  /** @default "2008-10-17", which knows no policy variables: that is AWS's default, too */
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: Lone<PolicyStatement>;
}

/**
 * What a policy does: `identity` is attached to a user or role; `boundary` is its permissions boundary; `session` came with the call that made the session;
 * `resource` is a key's, bucket's, topic's, queue's or table's; `trust` says who may assume a role; `scp` and `rcp` are an organization's.
 */
export type PolicyKind = "identity" | "boundary" | "session" | "resource" | "trust" | "scp" | "rcp" | "grant";

/** A policy and how to call it, such as its Terraform address. */
export interface NamedPolicy {
  readonly name: string;
  /** Unknown where only a deployment tells. It may then allow or deny anything. */
  readonly document: PolicyDocument | Unknown;
}
