/** A policy's statements, looked at once. `statements/compile.ts` makes them. */

export interface Who {
  /** Whether it is `NotPrincipal`. */
  readonly not: boolean;
  /** `"*"`: everybody. */
  readonly everybody: boolean;
  /** `{"AWS": "*"}`: everybody, too, with a signature of AWS or without one. */
  readonly everybodyOfAws: boolean;
  /** ARNs, and accounts as twelve digits. */
  readonly aws: readonly string[];
  readonly service: readonly string[];
  readonly federated: readonly string[];
  readonly canonical: readonly string[];
}

/** Actions, or resources: a list, and whether it names what the statement is not about. */
export interface Names {
  readonly not: boolean;
  readonly list: readonly string[];
}

export interface CompiledCondition {
  /** As the policy writes it. */
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** The comparison, without prefix and `IfExists`. */
  readonly comparison: string;
  readonly set: "all" | "any" | undefined;
  readonly ifExists: boolean;
  /** What AWS does not say of it; absent for nearly all. */
  readonly undocumented?: string;
}

export interface CompiledStatement {
  readonly sid?: string;
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  /** Absent in policies whose bearer is the principal. */
  readonly who?: Who;
  readonly actions: Names;
  /** Absent in trust policies. */
  readonly resources?: Names;
  readonly conditions: readonly CompiledCondition[];
  /** Whether `${…}` is a policy variable. */
  readonly variables: boolean;
}
