/** From models to a report: everything asked, looked at by every rule, and compared. */
import { type AccessChange, compare } from "./compare/compare";
import { AccessError } from "./evaluate/access-error";
import { decide } from "./evaluate/decide";
import { matrixOf } from "./matrix/matrix";
import type { AccessModel } from "./model/model";
import type { AccessReport } from "./render/report";
import { findingsIn } from "./rules/check";
import type { RuleOptions } from "./rules/rule";

/** @param against what was before. @default - nothing is compared */
export function reportOn(
  models: readonly AccessModel[],
  against: readonly AccessModel[] | undefined,
  options: RuleOptions = {},
): AccessReport {
  const stacks = models.map((model) => {
    const matrix = matrixOf(model, decide);
    return { ...matrix, findings: findingsIn(matrix, decide, options) };
  });
  return { stacks, ...(against === undefined ? {} : { changes: changesOf(models, against) }) };
}

/** Stacks are told apart by their names; one alone is compared with one alone, whatever it is called. */
function changesOf(models: readonly AccessModel[], against: readonly AccessModel[]): readonly AccessChange[] {
  const [only] = models;
  const [other] = against;
  if (models.length === 1 && against.length === 1) return compare(other, only, decide);
  const names = new Set([...against, ...models].map(({ stack }) => stack));
  const named = (list: readonly AccessModel[], name: string) => list.find(({ stack }) => stack === name);
  const shared = [...names].some(
    (name) => named(models, name) !== undefined && named(against, name) !== undefined,
  );
  if (!shared && models.length > 0 && against.length > 0)
    throw new AccessError(
      `no stack is in both: ${models.map(({ stack }) => stack).join(", ")} against ${against.map(({ stack }) => stack).join(", ")}`,
    );
  return [...names].flatMap((name) => compare(named(against, name), named(models, name), decide));
}
