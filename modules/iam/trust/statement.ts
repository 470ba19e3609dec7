import { optional as mayLack, type Shape, text } from "../../shape";
import { shown } from "../../show-value";
import { bothConditions } from "../policies/conditions";
import type { Acknowledgements } from "../policies/finding";
import type { Conditions, Principals, Statement } from "../policies/policy-document";
import { acknowledgements, conditions as conditionMap } from "../policies/statement-shape";

/** What every trust builder takes besides. */
export interface TrustOptions {
  /**
   * Names the statement; needed where a role has two of the same kind.
   *
   * @default - the builder's own, such as `TrustGithub`
   */
  readonly sid?: string;
  /**
   * Further conditions, which must hold too.
   *
   * @default - none
   */
  readonly conditions?: Conditions;
  /**
   * Findings that are meant, each with a reason.
   *
   * @default - every finding is an error
   */
  readonly acknowledge?: Acknowledgements;
}

/** What they look like. */
export const TRUST_OPTIONS: Shape<TrustOptions> = {
  sid: mayLack(text),
  conditions: mayLack(conditionMap),
  acknowledge: mayLack(acknowledgements),
};

/** One statement of a trust policy. Conditions without keys are left out. */
export function trustStatement(
  own: {
    readonly sid: string;
    readonly principals: Principals;
    readonly actions?: readonly string[];
    readonly conditions: Conditions;
  },
  { sid = own.sid, conditions = {}, acknowledge }: TrustOptions,
): Statement {
  const filled = Object.fromEntries(
    Object.entries(own.conditions).filter(([, keys]) => Object.keys(keys).length > 0),
  );
  const both = bothConditions(`trust statement ${shown(sid)}`, filled, conditions);
  return {
    sid,
    principals: own.principals,
    actions: own.actions ?? ["sts:AssumeRole"],
    ...(Object.keys(both).length === 0 ? {} : { conditions: both }),
    ...(acknowledge === undefined ? {} : { acknowledge }),
  };
}

/** The key with its values, or nothing where there are none to ask for. */
export function optional(
  key: string,
  values: readonly string[] | string | undefined,
): Record<string, readonly string[]> {
  if (values === undefined) return {};
  return { [key]: typeof values === "string" ? [values] : values };
}

/** The operator for values that may hold wildcards. */
export function stringOperator(values: readonly string[]): "StringEquals" | "StringLike" {
  return values.some((value) => /[*?]/.test(value)) ? "StringLike" : "StringEquals";
}
