/** What policies are made of, as plain data. */
import type { Acknowledgements } from "./finding";

/** One operator's keys and values, such as `{ "aws:SecureTransport": "false" }`. */
export type ConditionValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Condition operators, such as `StringEquals`, over their keys. All must hold. */
export type Conditions = Readonly<Record<string, ConditionValues>>;

/** Who a statement of a resource policy is about; `"*"` is everybody, anonymous callers included. */
export type Principals =
  | "*"
  | {
      /** ARNs of accounts, roles, users or sessions. */
      readonly aws?: readonly string[];
      /** Service principals, such as `ec2.amazonaws.com`. */
      readonly service?: readonly string[];
      /** ARNs of SAML or OIDC providers. */
      readonly federated?: readonly string[];
    };

/**
 * One statement of a policy.
 *
 * Strings may hold tokens and IAM variables: write `${aws:username}` as it is, the renderer escapes it for Terraform.
 * A list may be one list token, such as `variable.listValue`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface Statement {
  /** Names the statement for people, diffs and tests: letters and digits, unique in its policy. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** Only in trust policies and resource policies, and there always. */
  readonly principals?: Principals;
  /** Actions, such as `kms:Decrypt`. Exactly one of `actions` and `notActions` is given. */
  readonly actions?: readonly string[];
  /** Everything but these actions. */
  readonly notActions?: readonly string[];
  /** ARNs. Absent in trust policies, where the role is the resource. */
  readonly resources?: readonly string[];
  /** @default - the statement always applies */
  readonly conditions?: Conditions;
  /** Why a safe default is given up here. Not a part of the policy: constructs keep it in the metadata of the resource. */
  readonly reason?: string;
  /**
   * Findings that are meant, each with a reason: see `FINDINGS`. Not a part of the policy either.
   *
   * @default - every finding is an error
   */
  readonly acknowledge?: Acknowledgements;
}
