/** What a key policy is made from. */

import type { Conditions, PolicyDocument, Statement } from "../../iam/policies/policy-document";
import type { AwsEnvironment } from "../../iam/policies/principals";
import type { Off } from "../../relaxations";
import type { AudienceName, ServiceRoleName } from "./audiences";
import type { UseConditions } from "./conditions";
import type { ServiceName } from "./service-principals";

/** Principals under conditions. */
export interface ConditionedAudience extends UseConditions {
  /** ARNs of roles, users, sessions and accounts; a last `*` stands for any suffix. */
  readonly principals: readonly string[];
}

/** ARNs, or ARNs under conditions. */
export type Audience = readonly string[] | ConditionedAudience;

/** Another account, whose administrators decide who in it may use the key. Their half is `otherAccountStatements`. */
export interface OtherAccount extends UseConditions {
  /** Twelve digits. */
  readonly accountId: string;
  /** What the account may hand on. */
  readonly audience: AudienceName;
}

/** A service of the table that uses the key in its own name. */
export interface ServiceUse {
  readonly service: ServiceName;
  /**
   * ARNs of the resources for which the service may use the key, each of one account; `*` is a wildcard in region and resource.
   *
   * @default - all such resources of account and region; a few services, such as `cloudTrail`, need them named
   */
  readonly sourceArns?: readonly string[];
  /** @default - the key's account */
  readonly accountId?: string;
  /**
   * Why the conditions of the row are good enough where AWS documents the use, and not the conditions, such as that it was tried. Needed for the rows of
   * `SERVICES` that have an `unverified`, and kept in the synthesized metadata: a condition that AWS does not meet loses every message without a sign.
   *
   * @default - none is needed for rows that are documented in full
   */
  readonly reason?: string;
}

/** A service that the table does not have. */
export interface OtherServiceUse {
  /** Sid of the statement. */
  readonly sid: string;
  /** Such as `example.amazonaws.com`. */
  readonly principal: string;
  readonly actions: readonly string[];
  /** What the service documents against the confused deputy: `aws:SourceArn`, another `aws:Source…` key, or an encryption context. */
  readonly conditions?: Conditions;
  /** Why there is no such condition; needed then, and kept in the synthesized metadata. */
  readonly reason?: string;
}

/** What the account's own IAM policies can allow. */
export type RootAccess =
  | "manage"
  | Off
  | { /** Why IAM policies may allow uses, too. */ readonly full: string };

/** Statements, or a policy in AWS's own shape, as an object or JSON text. */
export type PolicySource = readonly Statement[] | PolicyDocument | string;

/** Audiences, each with its statement; see {@link AUDIENCES} for what it may do. */
export type AudienceProps = { readonly [name in AudienceName | ServiceRoleName]?: Audience };

/** Everything that {@link keyPolicy} understands. */
export interface KeyPolicyProps extends AudienceProps {
  /** Where the key is. */
  readonly env: AwsEnvironment;
  /**
   * What the account's IAM policies can allow: `"manage"`, everything but uses and grants; `{ full: reason }`, everything, as in KMS's default
   * key policy; `{ off: reason }`, nothing.
   *
   * @default "manage"
   */
  readonly root?: RootAccess;
  /** @default - no other account */
  readonly accounts?: readonly OtherAccount[];
  /** @default - no service in its own name */
  readonly services?: readonly ServiceUse[];
  /** @default - no service but those of `services` */
  readonly otherServices?: readonly OtherServiceUse[];
  /** A policy to start from. Its statements come first; a sid that a statement below has as well is an error. */
  readonly source?: PolicySource;
  /** More statements, at the end. A sid that is there already is an error. */
  readonly extra?: PolicySource;
  /** Statements in place of those with the same sid. A sid that is not there is an error. */
  readonly override?: PolicySource;
}
