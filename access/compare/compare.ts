/** What changed in who can do what, and nothing else. */
import type { Effect, StatementRef } from "../evaluate/decision";
import type { RequestContext } from "../evaluate/question";
import { type Decide, questionAbout } from "../matrix/ask";
import { type Cell, type CellEffect, judge } from "../matrix/judge";
import { isAskedOf, rowsOf } from "../matrix/matrix";
import { minimal } from "../matrix/satisfy";
import type { AccessModel, ModelPrincipal, ModelResource } from "../model/model";
import { probesOf } from "./probes";

/** `maybe`: one of the versions has no sure answer, and so access may be gained. */
export type ChangeKind = "gained" | "maybe" | "lost";

export interface AccessChange {
  readonly kind: ChangeKind;
  readonly stack: string;
  /** Names, for people; ids as in the matrix. */
  readonly principal: { readonly id: string; readonly name: string };
  readonly resource: { readonly id: string; readonly name: string; readonly kind: string };
  readonly action: string;
  readonly before: CellEffect | "absent";
  readonly after: CellEffect | "absent";
  /** Statements: those that let it in now, or did before. */
  readonly through: readonly StatementRef[];
  /** A request that is answered otherwise now, by what makes it special; empty for a plain one. */
  readonly request: RequestContext;
  readonly dependsOn: readonly string[];
}

/** Either is absent for a stack that is new, or gone. */
export function compare(
  before: AccessModel | undefined,
  after: AccessModel | undefined,
  decide: Decide,
): readonly AccessChange[] {
  const changes: AccessChange[] = [];
  const resources = union(withObjectsOf(before, after), withObjectsOf(after, before));
  const people = union(before?.principals ?? [], after?.principals ?? []);
  for (const [oldThing, newThing] of resources) {
    const actions = new Set(
      [before && oldThing ? rowsOf(before, oldThing) : [], after && newThing ? rowsOf(after, newThing) : []]
        .flat()
        .map(({ action }) => action),
    );
    for (const [oldOne, newOne] of people) {
      const then = side(before, oldOne, oldThing);
      const now = side(after, newOne, newThing);
      if (then !== undefined && now !== undefined && then.said === now.said) continue;
      const who = newOne ?? oldOne;
      if (who === undefined) continue;
      for (const action of actions)
        if (isAskedOf(who, action)) changes.push(...changesOf(then, now, action, decide));
    }
  }
  const ORDER: readonly ChangeKind[] = ["gained", "maybe", "lost"];
  return ORDER.flatMap((kind) => changes.filter((each) => each.kind === kind));
}

interface Side {
  readonly model: AccessModel;
  readonly who: ModelPrincipal;
  readonly resource: ModelResource;
  /** All that decides, as text. */
  readonly said: string;
}

function side(
  model: AccessModel | undefined,
  who: ModelPrincipal | undefined,
  resource: ModelResource | undefined,
): Side | undefined {
  if (model === undefined || who === undefined || resource === undefined) return undefined;
  return { model, who, resource, said: JSON.stringify(questionAbout(model, who, resource, "")) };
}

function changesOf(
  then: Side | undefined,
  now: Side | undefined,
  action: string,
  decide: Decide,
): readonly AccessChange[] {
  const [old, fresh] = [then, now].map((each) =>
    each === undefined ? undefined : judge(each.model, each.who, each.resource, action, decide),
  ) as [Cell | undefined, Cell | undefined];
  const some = now ?? then;
  if (some === undefined || (isDenied(old) && isDenied(fresh))) return [];
  const change = (
    kind: ChangeKind,
    request: RequestContext,
    through: readonly StatementRef[],
  ): AccessChange => ({
    kind,
    stack: some.model.stack,
    principal: { id: some.who.id, name: some.who.name },
    resource: { id: some.resource.id, name: some.resource.name, kind: some.resource.kind },
    action,
    before: old?.effect ?? "absent",
    after: fresh?.effect ?? "absent",
    through,
    request,
    dependsOn:
      kind === "maybe"
        ? [
            ...new Set([
              ...(old?.effect === "unknown" ? old.dependsOn : []),
              ...(fresh?.effect === "unknown" ? fresh.dependsOn : []),
            ]),
          ]
        : [],
  });
  const ask = (each: Side | undefined, own: RequestContext) =>
    each === undefined
      ? { effect: "denied" as const, decidedBy: [] }
      : decide(questionAbout(each.model, each.who, each.resource, action, own, "absent"));
  const found = new Map<ChangeKind, AccessChange>();
  const near = [...(old?.near ?? []), ...(fresh?.near ?? [])];
  const bases = [...(old?.ways ?? []), ...(fresh?.ways ?? [])].map(({ context }) => context);
  for (const probe of probesOf(near, bases)) {
    const [was, is] = [ask(then, probe), ask(now, probe)];
    if (was.effect === is.effect) continue;
    const kind = kindOf(was.effect, is.effect);
    const known = found.get(kind);
    const least = minimal(probe, (fewer) => {
      const [old, fresh] = [ask(then, fewer), ask(now, fewer)];
      return old.effect === was.effect && fresh.effect === is.effect;
    });
    // The plainest request tells most.
    if (known === undefined || Object.keys(least).length < Object.keys(known.request).length)
      found.set(kind, change(kind, least, (kind === "lost" ? was : is).decidedBy));
  }
  if (found.size === 0 && fresh?.effect === "unknown" && old?.effect !== "unknown")
    found.set("maybe", change("maybe", {}, []));
  // What is not sure adds nothing where something sure was gained.
  if (found.has("gained")) found.delete("maybe");
  return [...found.values()];
}

/** A stack's things, and in its own buckets the prefixes that only the other version tells apart. */
function withObjectsOf(
  model: AccessModel | undefined,
  other: AccessModel | undefined,
): readonly ModelResource[] {
  if (model === undefined) return [];
  const known = new Set(model.resources.map(({ id }) => id));
  const more = (other?.resources ?? []).flatMap((each) => {
    const bucket = model.resources.find(({ kind, address }) => kind === "bucket" && address === each.address);
    if (each.kind !== "objects" || known.has(each.id) || bucket === undefined) return [];
    const inside = (text: string) => text.slice(text.indexOf("/") + 1);
    const own = { ...bucket, id: each.id, kind: each.kind, name: `${bucket.name}/${inside(each.name)}` };
    return [{ ...own, arn: `${bucket.arn}/${inside(each.arn)}` }];
  });
  return [...model.resources, ...more];
}

function kindOf(was: Effect, is: Effect): ChangeKind {
  if (was === "unknown" || is === "unknown") return "maybe";
  return is === "allowed" ? "gained" : "lost";
}

const isDenied = (cell: Cell | undefined): boolean => cell === undefined || cell.effect === "denied";

/** Pairs by id, in the order of the newer list. */
function union<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
): readonly (readonly [T | undefined, T | undefined])[] {
  const old = new Map(before.map((each) => [each.id, each]));
  const ids = new Set(after.map(({ id }) => id));
  return [
    ...after.map((each) => [old.get(each.id), each] as const),
    ...before.filter(({ id }) => !ids.has(id)).map((each) => [each, undefined] as const),
  ];
}
