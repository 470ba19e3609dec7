/** What is told of stacks, whatever the form. */
import type { AccessChange } from "../compare/compare";
import type { AccessMatrix } from "../matrix/matrix";
import type { Finding } from "../rules/rule";

export interface StackAccess extends AccessMatrix {
  readonly findings: readonly Finding[];
}

export interface AccessReport {
  readonly stacks: readonly StackAccess[];
  /** @default - nothing was compared */
  readonly changes?: readonly AccessChange[];
}

/** For machines: everything but the policies themselves. */
export function reportData({ stacks, changes }: AccessReport): Readonly<Record<string, unknown>> {
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
  };
}

/** Whether a change lets in more, or may. */
export function isGain({ kind }: Pick<AccessChange, "kind">): boolean {
  return kind !== "lost";
}
