/** The answer to a question, and how it came about. Plain data. */
import type { PolicyKind } from "./policy";
import type { Unknown } from "./unknown";

/** `unknown` where a condition key that counts has no value, or where AWS does not say. */
export type Effect = "allowed" | "denied" | "unknown";

/** A statement, a grant's part or a setting of a bucket. */
export interface StatementRef {
  /** Name of the policy, grant or setting. */
  readonly policy: string;
  readonly kind: PolicyKind | "setting";
  readonly sid?: string;
  /** Place among the policy's statements, from 0. */
  readonly index: number;
}

/** One key of one operator of a statement. */
export interface ConditionResult {
  /** As the policy writes it, such as `ForAllValues:StringEquals`. */
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** Values of the request; `undefined` where it lacks the key. */
  readonly got: readonly string[] | undefined | Unknown;
  readonly holds: boolean | "unknown";
}

/** A statement that is about this principal, action and resource, and whose conditions do not hold, or may not. */
export interface NearStatement extends StatementRef {
  readonly effect: "Allow" | "Deny";
  /** All of them, those that hold included. */
  readonly conditions: readonly ConditionResult[];
}

export interface Decision {
  readonly effect: Effect;
  /** The statements that allow it, or those that deny it. Empty when nothing allows it, and for what is unknown. */
  readonly decidedBy: readonly StatementRef[];
  /** One sentence. */
  readonly why: string;
  /** What an unknown answer depends on: condition keys by name, and questions that AWS leaves open. */
  readonly dependsOn: readonly string[];
  readonly near: readonly NearStatement[];
}
