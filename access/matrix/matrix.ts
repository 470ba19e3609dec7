/** Principals × actions × resources of a stack. */
import type { AccessModel, ModelPrincipal, ModelResource } from "../model/model";
import { type ActionRow, actionsFor } from "./actions";
import type { Decide } from "./ask";
import { type Cell, judge } from "./judge";

export interface AccessMatrix {
  readonly model: AccessModel;
  readonly cells: readonly Cell[];
}

/** Asks everything about everybody. */
export function matrixOf(model: AccessModel, decide: Decide): AccessMatrix {
  return {
    model,
    cells: model.resources.flatMap((resource) =>
      rowsOf(model, resource).flatMap(({ action }) =>
        model.principals
          .filter((who) => isAskedOf(who, action))
          .map((who) => judge(model, who, resource, action, decide)),
      ),
    ),
  };
}

/** The actions that are asked about a resource. */
export function rowsOf(model: AccessModel, resource: ModelResource): readonly ActionRow[] {
  const own = model.terraform.find(({ address }) => address === resource.address);
  return actionsFor(resource, own?.attributes);
}

/** Roles are assumed by whoever a provider vouches for through its own call, and by all others through the plain one; they do nothing else. */
export function isAskedOf({ principal: { kind } }: ModelPrincipal, action: string): boolean {
  const byProvider =
    kind === "saml"
      ? "sts:AssumeRoleWithSAML"
      : kind === "webIdentity"
        ? "sts:AssumeRoleWithWebIdentity"
        : undefined;
  if (byProvider !== undefined) return action === byProvider;
  return !action.startsWith("sts:AssumeRoleWith");
}

/** The cells of somebody on something, in the order of the actions. */
export function cellsOf({ cells }: AccessMatrix, principal: string, resource: string): readonly Cell[] {
  return cells.filter((cell) => cell.principal === principal && cell.resource === resource);
}
