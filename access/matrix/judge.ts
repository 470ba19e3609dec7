/** One cell: may somebody do something, and how. */
import type { ConditionResult, Decision, NearStatement, StatementRef } from "../evaluate/decision";
import type { RequestContext } from "../evaluate/question";
import type { AccessModel, ModelPrincipal, ModelResource } from "../model/model";
import { type Decide, questionAbout } from "./ask";
import { avoiding, meeting, minimal, together, type Wishes } from "./satisfy";

/**
 * `allowed`: by a plain request. `conditional`: by a request that meets the conditions of a statement, see the ways. `unknown`: something that counts is not
 * known, see what it depends on.
 */
export type CellEffect = "allowed" | "conditional" | "denied" | "unknown";

/** A request that is allowed. */
export interface Way {
  /** What makes it special. */
  readonly context: RequestContext;
  readonly decidedBy: readonly StatementRef[];
  /** The conditions that it meets, of the statements that decide. */
  readonly conditions: readonly ConditionResult[];
}

export interface Cell {
  /** Ids of the model. */
  readonly principal: string;
  readonly resource: string;
  readonly action: string;
  readonly effect: CellEffect;
  /** One sentence. */
  readonly why: string;
  readonly decidedBy: readonly StatementRef[];
  readonly ways: readonly Way[];
  readonly near: readonly NearStatement[];
  readonly dependsOn: readonly string[];
}

/** More ways than people read. */
const MOST_WAYS = 6;

export function judge(
  model: AccessModel,
  who: ModelPrincipal,
  resource: ModelResource,
  action: string,
  decide: Decide,
): Cell {
  const ask = (own: RequestContext, otherKeys: "unknown" | "absent") =>
    decide(questionAbout(model, who, resource, action, own, otherKeys));
  const open = ask({}, "unknown");
  const cell = (effect: CellEffect, decision: Decision, ways: readonly Way[] = []): Cell => ({
    principal: who.id,
    resource: resource.id,
    action,
    effect,
    why: decision.why,
    decidedBy: decision.decidedBy,
    ways,
    near: open.near,
    dependsOn: open.dependsOn,
  });
  if (open.effect !== "unknown") return cell(open.effect, open);
  const plain = ask({}, "absent");
  if (plain.effect === "allowed") return cell("allowed", plain);
  const ways = waysIn(open.near, (own) => ask(own, "absent"));
  const [first] = ways;
  if (first !== undefined) return { ...cell("conditional", open, ways), decidedBy: first.decidedBy };
  return cell("unknown", open);
}

function waysIn(near: readonly NearStatement[], ask: (own: RequestContext) => Decision): readonly Way[] {
  const ways: Way[] = [];
  const tried = new Set<string>();
  for (const candidate of candidates(near)) {
    if (ways.length >= MOST_WAYS) break;
    const key = JSON.stringify(candidate);
    if (tried.has(key)) continue;
    tried.add(key);
    const { effect, decidedBy } = ask(candidate);
    if (effect !== "allowed") continue;
    const same = JSON.stringify(decidedBy);
    const wishes = minimal(candidate, (fewer) => {
      const answer = ask(fewer);
      return answer.effect === "allowed" && JSON.stringify(answer.decidedBy) === same;
    });
    const deciding = near.filter((each) => decidedBy.some((by) => isSame(by, each)));
    // More than another way needs is no way of its own.
    const known = ways.some(({ context }) =>
      Object.entries(context).every(
        ([name, value]) => JSON.stringify(wishes[name]) === JSON.stringify(value),
      ),
    );
    if (!known)
      ways.push({ context: wishes, decidedBy, conditions: deciding.flatMap(({ conditions }) => conditions) });
  }
  return ways;
}

/** Each statement that would allow, alone and with one of another policy; and each of these past the refusals. */
function* candidates(near: readonly NearStatement[]): Generator<Wishes> {
  const allowing = near.filter(({ effect }) => effect === "Allow");
  const past = near
    .filter(({ effect }) => effect === "Deny")
    .map(avoiding)
    .filter((wish) => wish !== undefined);
  const alone = allowing.map(meeting);
  const pairs = allowing.flatMap((one, index) =>
    allowing
      .slice(index + 1)
      .filter((other) => other.policy !== one.policy)
      .map((other) => together([meeting(one), meeting(other)])),
  );
  for (const wish of [{}, ...alone, ...pairs]) {
    if (wish === undefined) continue;
    yield wish;
    const passing = together([wish, ...past.filter((each) => together([wish, each]) !== undefined)]);
    if (passing !== undefined && past.length > 0) yield passing;
  }
}

export function isSame(one: StatementRef, other: StatementRef): boolean {
  return one.policy === other.policy && one.kind === other.kind && one.index === other.index;
}
