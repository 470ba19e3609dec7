/** What is told of stacks, whatever the form. */
import type { AccessChange } from "../compare/compare";
import type { Drift } from "../live/live";
import type { AccessMatrix } from "../matrix/matrix";
import type { Finding } from "../rules/rule";

export interface StackAccess extends AccessMatrix {
  readonly findings: readonly Finding[];
}

export interface AccessReport {
  readonly stacks: readonly StackAccess[];
  /** @default - nothing was compared */
  readonly changes?: readonly AccessChange[];
  /** How the account differs. @default - no account was asked */
  readonly drift?: readonly Drift[];
}

/** For machines: everything but the policies themselves. */
export function reportData({ stacks, changes, drift }: AccessReport): Readonly<Record<string, unknown>> {
  return {
    stacks: stacks.map(({ model, cells, findings }) => ({
      stack: model.stack,
      origin: model.origin,
      region: model.region,
      account: model.account,
      principals: model.principals.map(({ id, name, group, address }) => ({ id, name, group, address })),
      resources: model.resources.map(({ id, name, kind, arn, address }) => ({
        id,
        name,
        kind,
        arn,
        address,
      })),
      access: cells,
      findings,
      notRead: model.unread,
    })),
    ...(changes === undefined ? {} : { changes, newAccess: changes.some(isGain) }),
    ...(drift === undefined ? {} : { drift, drifted: hasDrift({ changes: changes ?? [], drift }) }),
  };
}

/** Whether a change lets in more, or may. */
export function isGain({ kind }: Pick<AccessChange, "kind">): boolean {
  return kind !== "lost";
}

/** Whether the account is otherwise than the stack says, as far as it was read. */
export function hasDrift({ changes = [], drift = [] }: Pick<AccessReport, "changes" | "drift">): boolean {
  return (
    changes.length > 0 ||
    drift.some(({ differences, missing }) => differences.length > 0 || missing.length > 0)
  );
}

/** What differs, and what is not told, one clause each. */
export function driftTexts({ differences, missing, notRead, notCompared }: Drift): {
  readonly differs: readonly string[];
  readonly open: readonly string[];
} {
  return {
    differs: [
      ...differences.map(({ at, what }) => `${at}: ${what}`),
      ...missing.map((address) => `${address} is not in the account`),
    ],
    open: [
      ...notRead.map((what) => `not read: ${what}`),
      ...notCompared.map((address) => `not compared: ${address}, and its policy`),
    ],
  };
}
